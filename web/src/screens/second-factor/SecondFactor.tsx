import '../styles.ts';
import { Anchor } from '@mantine/core';
import { useSecondFactor } from '@gatehouse/client/react';
import { SignedOutLayout } from '../../shell/SignedOutLayout.tsx';
import { SecondFactorSteps } from './SecondFactorSteps.tsx';

/** The second factor of a sign-in. */
export default function SecondFactor() {
  const { done } = useSecondFactor();
  return (
    <SignedOutLayout
      below={
        <Anchor component="button" type="button" onClick={done}>
          Back to the sign-in
        </Anchor>
      }
    >
      <SecondFactorSteps />
    </SignedOutLayout>
  );
}
