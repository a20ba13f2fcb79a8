import { SignedIn } from '@gatehouse/client/react';
import { lazy, Suspense } from 'react';
import { Loading, Waiting } from './shell/Waiting.tsx';
import { SignedOutApp } from './SignedOutApp.tsx';

const SignedInApp = lazy(() => import('./SignedInApp.tsx'));

/** The app: what a signed-out user may open, and what is behind the sign-in. */
export function App() {
  return (
    <SignedIn waiting={<Waiting />} fallback={<SignedOutApp />}>
      <Suspense fallback={<Loading />}>
        <SignedInApp />
      </Suspense>
    </SignedIn>
  );
}
