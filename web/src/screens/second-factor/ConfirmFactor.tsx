import { Anchor, Button, Code, CopyButton, Group, Image, Stack, Text } from '@mantine/core';
import type { useSecondFactor } from '@gatehouse/client/react';
import { Refusal } from '../../parts/Refusal.tsx';
import { ScreenTitle } from '../../parts/ScreenTitle.tsx';
import { CodeForm } from './CodeForm.tsx';
import classes from './ConfirmFactor.module.css';
import { ofCode } from './of-code.ts';

type AtConfirm = Extract<ReturnType<typeof useSecondFactor>, { step: 'confirm' }>;
type App = Extract<AtConfirm['enrollment'], { __typename: 'TotpEnrollment' }>;

/** Shows what sets the new factor up, and asks for its first code. */
export function ConfirmFactor({
  factor: { enrollment, refusal, isPending, verify },
}: {
  factor: AtConfirm;
}) {
  const isApp = enrollment.__typename === 'TotpEnrollment';
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <ScreenTitle>{isApp ? 'Set up the app' : 'Enter the code'}</ScreenTitle>
        <Text c="dimmed">
          {isApp ? 'Scan this with your authenticator app.' : 'We have just sent it to you.'}
        </Text>
      </Stack>
      {isApp && <Secret enrollment={enrollment} />}
      <Refusal refusal={refusal && ofCode(refusal)} />
      <CodeForm
        label={isApp ? 'Code that the app shows' : 'Code'}
        refusal={refusal}
        isPending={isPending}
        onSubmit={(code) => void verify({ code })}
      />
    </Stack>
  );
}

/** The secret as a picture, as text, and as a link for an app on the same device. */
function Secret({ enrollment: { qrCode, secret, otpauthUri } }: { enrollment: App }) {
  return (
    <Stack gap="md">
      <div className={classes.qr}>
        <Image src={qrCode} alt="QR code for an authenticator app" w={176} h={176} />
      </div>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          No camera? Type this key in, or{' '}
          <Anchor href={otpauthUri} size="sm">
            open the app on this device
          </Anchor>
          .
        </Text>
        <Group gap="xs" wrap="nowrap" align="flex-start" className={classes.key}>
          <Code className={classes.secret}>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" size="sm" onClick={copy} className={classes.copy}>
                <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Stack>
  );
}
