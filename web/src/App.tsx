import { SignedIn, useSecondFactor } from '@gatehouse/client/react';
import { lazy, Suspense } from 'react';
import { Loading, Waiting } from './shell/Waiting.tsx';
import { SignedOutApp } from './SignedOutApp.tsx';

const SignedInApp = lazy(() => import('./SignedInApp.tsx'));
const SaveRecoveryCodes = lazy(() => import('./screens/second-factor/SaveRecoveryCodes.tsx'));

/** The app: what a signed-out user may open, and what is behind the sign-in. Recovery codes to save come before both. */
export function App() {
  const factor = useSecondFactor();
  return (
    <Suspense fallback={<Loading />}>
      {factor.step === 'recoveryCodes' ? (
        <SaveRecoveryCodes codes={factor.recoveryCodes} onSaved={factor.done} />
      ) : (
        <SignedIn waiting={<Waiting />} fallback={<SignedOutApp />}>
          <SignedInApp />
        </SignedIn>
      )}
    </Suspense>
  );
}
