import './screens/styles.ts';
import { ApolloProvider } from '@apollo/client/react';
import { useSecondFactor } from '@gatehouse/client/react';
import { Suspense, useEffect, useRef } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { apollo } from './apollo.ts';
import { publicScreens, screens } from './routes.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { SignedInLayout } from './shell/SignedInLayout.tsx';
import { Loading } from './shell/Waiting.tsx';

/** What is behind the sign-in. */
export default function SignedInApp() {
  const home = screens[0]?.path ?? '/';
  useLeaveSecondFactor();
  return (
    <ApolloProvider client={apollo}>
      <SignedInLayout>
        <Suspense fallback={<Loading />}>
          <Switch>
            {screens.map(({ path, Screen }) => (
              <Route key={path} path={path} component={Screen} />
            ))}
            {['/', '/sign-in', ...publicScreens.map(({ path }) => path)].map((path) => (
              <Route key={path} path={path}>
                <Redirect to={home} replace />
              </Route>
            ))}
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </SignedInLayout>
    </ApolloProvider>
  );
}

/** A second factor that is under way ends when the user goes to another screen. */
function useLeaveSecondFactor(): void {
  const [location] = useLocation();
  const { done } = useSecondFactor();
  const last = useRef(location);
  useEffect(() => {
    if (last.current !== location) done();
    last.current = location;
  }, [location, done]);
}
