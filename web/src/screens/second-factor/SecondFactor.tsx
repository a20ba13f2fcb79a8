import '../styles.ts';
import { Anchor, Stack } from '@mantine/core';
import { useSecondFactor } from '@gatehouse/client/react';
import { useSearchParams } from 'wouter';
import { Done } from '../../parts/Done.tsx';
import { SignedOutLayout } from '../../shell/SignedOutLayout.tsx';
import { SecondFactorSteps } from './SecondFactorSteps.tsx';

/** The second factor of a sign-in. */
export default function SecondFactor() {
  const { done } = useSecondFactor();
  const [search] = useSearchParams();
  return (
    <SignedOutLayout
      below={
        <Anchor component="button" type="button" onClick={done}>
          Back to the sign-in
        </Anchor>
      }
    >
      <Stack gap="lg">
        {search.has('password-changed') && (
          <Done>Your password has been changed. Sign in with your second factor once more.</Done>
        )}
        <SecondFactorSteps />
      </Stack>
    </SignedOutLayout>
  );
}
