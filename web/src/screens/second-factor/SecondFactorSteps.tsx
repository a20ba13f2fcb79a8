import { Loader, Stack, Text } from '@mantine/core';
import { useSecondFactor } from '@gatehouse/client/react';
import { Refusal } from '../../parts/Refusal.tsx';
import { ScreenTitle } from '../../parts/ScreenTitle.tsx';
import { ConfirmFactor } from './ConfirmFactor.tsx';
import { EnterCode } from './EnterCode.tsx';
import { Enroll } from './Enroll.tsx';
import { Options } from './Options.tsx';

/** The step of the second factor in which the user is: choose, prove or set up. The other steps are of the screens around it. */
export function SecondFactorSteps() {
  const factor = useSecondFactor();
  const { step, refusal, isPending } = factor;
  switch (step) {
    case 'choose':
      return (
        <Stack gap="lg">
          <Stack gap="xs">
            <ScreenTitle>Confirm that it is you</ScreenTitle>
            <Text c="dimmed">Choose how.</Text>
          </Stack>
          <Refusal refusal={refusal} />
          <Options
            isPending={isPending}
            options={factor.factors.map((each) => ({
              key: each.id,
              type: each.type,
              text: each.name,
              onChoose: () => void factor.challenge(each),
            }))}
          />
        </Stack>
      );
    case 'code':
      return <EnterCode key={factor.factor.id} factor={factor} />;
    case 'approve':
      return (
        <Stack gap="lg">
          <Loader type="dots" />
          <Stack gap="xs">
            <ScreenTitle>Look at your phone</ScreenTitle>
            <Text c="dimmed">
              Approve the sign-in in the Guardian app. This page goes on by itself.
            </Text>
          </Stack>
          <Refusal
            refusal={refusal}
            retryLabel="Ask again"
            onRetry={() => void factor.challenge(factor.factor)}
          />
        </Stack>
      );
    case 'enroll':
      return (
        <Enroll
          kinds={factor.factorTypes}
          refusal={refusal}
          isPending={isPending}
          onEnroll={factor.enroll}
        />
      );
    case 'confirm':
      return <ConfirmFactor factor={factor} />;
    default:
      return null;
  }
}
