import './styles.ts';
import { Button } from '@mantine/core';
import { useVerificationEmail } from '@gatehouse/client/react';
import IconMailCheck from '@tabler/icons-react/icons/IconMailCheck';
import { Done } from '../parts/Done.tsx';
import { Note } from '../parts/Note.tsx';
import { Refusal } from '../parts/Refusal.tsx';

interface VerifyEmailProps {
  /** Of the sign-in that was refused. */
  verificationToken: string;
  onSignIn: () => void;
}

/** For a user who must verify the e-mail address before the sign-in. */
export default function VerifyEmail({ verificationToken, onSignIn }: VerifyEmailProps) {
  const { resendVerificationEmail, isPending, refusal, message } = useVerificationEmail();
  return (
    <Note
      Icon={IconMailCheck}
      title="Verify your address"
      text="We have sent you a mail. Follow the link in it, then sign in."
    >
      {message && <Done>{message}</Done>}
      <Refusal refusal={refusal} />
      <Button onClick={onSignIn}>Sign in</Button>
      <Button
        variant="default"
        loading={isPending}
        onClick={() => void resendVerificationEmail({ verificationToken })}
      >
        Send the mail again
      </Button>
    </Note>
  );
}
