import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { publicScreens } from './routes.tsx';
import SignIn from './screens/SignIn.tsx';
import { Loading } from './shell/Waiting.tsx';

/** What a signed-out user may open. */
export function SignedOutApp() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        {publicScreens.map(({ path, Screen }) => (
          <Route key={path} path={path} component={Screen} />
        ))}
        <Route component={SignIn} />
      </Switch>
    </Suspense>
  );
}
