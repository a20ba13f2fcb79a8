import './screens/styles.ts';
import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { publicScreens, screens } from './routes.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { SignedInLayout } from './shell/SignedInLayout.tsx';
import { Loading } from './shell/Waiting.tsx';

/** What is behind the sign-in. */
export default function SignedInApp() {
  const home = screens[0]?.path ?? '/';
  return (
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
  );
}
