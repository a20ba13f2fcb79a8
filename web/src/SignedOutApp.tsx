import { useSecondFactor } from '@gatehouse/client/react';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { publicScreens } from './routes.tsx';
import SignIn from './screens/SignIn.tsx';
import { Loading } from './shell/Waiting.tsx';

const SecondFactor = lazy(() => import('./screens/second-factor/SecondFactor.tsx'));

/** What a signed-out user may open. A sign-in that waits for its second factor comes before all else. */
export function SignedOutApp() {
  const { step } = useSecondFactor();
  return (
    <Suspense fallback={<Loading />}>
      {step === 'none' ? (
        <Switch>
          {publicScreens.map(({ path, Screen }) => (
            <Route key={path} path={path} component={Screen} />
          ))}
          <Route component={SignIn} />
        </Switch>
      ) : (
        <SecondFactor />
      )}
    </Suspense>
  );
}
