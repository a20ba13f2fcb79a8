import { Alert, Anchor, Text } from '@mantine/core';
import { useInterval, useWindowEvent } from '@mantine/hooks';
import { useGatehouse, useSession, useVerificationEmail } from '@gatehouse/client/react';
import IconMail from '@tabler/icons-react/icons/IconMail';

const pollMs = 5_000;

/** Reminds a user to verify the e-mail address. Goes away by itself when that has happened, in whichever tab. */
export function VerifyBanner() {
  const session = useSession();
  const isNeeded = session.status === 'signedIn' && session.user.emailVerified === false;
  return isNeeded ? <Reminder email={session.user.email} /> : null;
}

function Reminder({ email }: { email: string | null }) {
  const { reloadUser } = useGatehouse();
  const { resendVerificationEmail, isPending, refusal, message } = useVerificationEmail();
  const look = () => {
    if (document.visibilityState === 'visible') void reloadUser();
  };
  useInterval(look, pollMs, { autoInvoke: true });
  useWindowEvent('focus', look);
  return (
    <Alert color="yellow" role="status" icon={<IconMail size={20} stroke={1.7} />}>
      <Text size="sm" span>
        {message ??
          refusal?.message ??
          `Verify your e-mail address: follow the link in the mail to ${email ?? 'you'}.`}{' '}
        {!message && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            disabled={isPending}
            onClick={() => void resendVerificationEmail()}
          >
            Send it again
          </Anchor>
        )}
      </Text>
    </Alert>
  );
}
