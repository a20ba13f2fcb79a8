import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import type { useSecondFactor } from '@gatehouse/client/react';
import { Refusal } from '../../parts/Refusal.tsx';
import { ScreenTitle } from '../../parts/ScreenTitle.tsx';
import { CodeForm } from './CodeForm.tsx';
import { ofCode } from './of-code.ts';

type AtCode = Extract<ReturnType<typeof useSecondFactor>, { step: 'code' }>;

/** Asks for the code of the chosen factor. Another code can be sent, and another factor chosen. */
export function EnterCode({
  factor: { factor, factors, refusal, isPending, verify, challenge },
}: {
  factor: AtCode;
}) {
  const isRecovery = factor.type === 'RECOVERY_CODE';
  const isSent = ['SMS', 'VOICE', 'EMAIL'].includes(factor.type);
  const others = factors.filter(({ id }) => id !== factor.id);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <ScreenTitle>{isRecovery ? 'Enter a recovery code' : 'Enter the code'}</ScreenTitle>
        <Text c="dimmed">{whereFrom(factor.type, factor.name)}</Text>
      </Stack>
      <Refusal refusal={refusal && ofCode(refusal)} />
      <CodeForm
        label={isRecovery ? 'Recovery code' : 'Code'}
        isRecovery={isRecovery}
        refusal={refusal}
        isPending={isPending}
        onSubmit={(code) => void verify(isRecovery ? { recoveryCode: code } : { code })}
      />
      {isSent && (
        <Button variant="default" disabled={isPending} onClick={() => void challenge(factor)}>
          Send another code
        </Button>
      )}
      {others.length > 0 && (
        <Group gap="md">
          {others.map((other) => (
            <Anchor
              key={other.id}
              component="button"
              type="button"
              size="sm"
              onClick={() => void challenge(other)}
            >
              {instead(other.type)}
            </Anchor>
          ))}
        </Group>
      )}
    </Stack>
  );
}

function whereFrom(type: AtCode['factor']['type'], name: string | null): string {
  switch (type) {
    case 'SMS':
      return `We have sent it by SMS${name ? ` to ${name}` : ''}.`;
    case 'VOICE':
      return `We call you${name ? ` at ${name}` : ''} and read it out.`;
    case 'EMAIL':
      return `We have sent it by e-mail${name ? ` to ${name}` : ''}.`;
    case 'RECOVERY_CODE':
      return 'It is the one that you saved when you set up the second factor. It works once.';
    default:
      return 'Your authenticator app shows it.';
  }
}

function instead(type: AtCode['factor']['type']): string {
  const words = {
    TOTP: 'Use the authenticator app',
    SMS: 'Send an SMS instead',
    VOICE: 'Call me instead',
    EMAIL: 'Send an e-mail instead',
    PUSH: 'Ask my phone instead',
    RECOVERY_CODE: 'Use a recovery code',
  };
  return words[type];
}
