import { useSecondFactor, useSession } from '@gatehouse/client/react';
import { useState } from 'react';

/** Recovery codes of an enrolment that is not yet confirmed. */
interface Enrolled {
  codes: readonly string[];
  /** Whether a signed-in user has begun it. */
  isOfUser: boolean;
}

/**
 * Returns the recovery codes that the user has to save now, and the function to call when it is done. They come with a new factor, and
 * are shown when it is confirmed; a used recovery code is replaced by a new one.
 */
export function useCodesToSave(): { codes: readonly string[] | undefined; onSaved: () => void } {
  const factor = useSecondFactor();
  const isSignedIn = useSession().status === 'signedIn';
  const [enrolled, setEnrolled] = useState<Enrolled>();
  const { step } = factor;
  if (step === 'confirm') {
    const codes = factor.enrollment.recoveryCodes;
    if (codes && codes !== enrolled?.codes) setEnrolled({ codes, isOfUser: isSignedIn });
    return { codes: undefined, onSaved: factor.done };
  }
  if (step === 'recoveryCode') return { codes: [factor.recoveryCode], onSaved: factor.done };
  const isSignInComplete =
    step === 'none' && (isSignedIn || factor.refusal?.__typename === 'EmailNotVerified');
  const isConfirmed = enrolled?.isOfUser ? step === 'proven' : isSignInComplete;
  if (enrolled && !isConfirmed) setEnrolled(undefined);
  return {
    codes: isConfirmed ? enrolled?.codes : undefined,
    onSaved: () => {
      setEnrolled(undefined);
    },
  };
}
