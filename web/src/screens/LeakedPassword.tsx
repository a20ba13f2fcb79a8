import './styles.ts';
import { Button } from '@mantine/core';
import type { Gatehouse } from '@gatehouse/client';
import { usePasswordReset } from '@gatehouse/client/react';
import IconShieldExclamation from '@tabler/icons-react/icons/IconShieldExclamation';
import { Done } from '../parts/Done.tsx';
import { Note } from '../parts/Note.tsx';
import { Refusal } from '../parts/Refusal.tsx';

interface LeakedPasswordProps {
  /** The account that the sign-in named. */
  account: Parameters<Gatehouse['requestPasswordReset']>[0];
  onBack: () => void;
}

/** For a user whose password is known from a data breach: only a new password opens the account. */
export default function LeakedPassword({ account, onBack }: LeakedPasswordProps) {
  const { requestPasswordReset, isPending, refusal, message } = usePasswordReset();
  return (
    <Note
      Icon={IconShieldExclamation}
      title="Choose a new password"
      text="Your password is known from a data breach elsewhere. Look into your mail, or ask for a link to choose a new one."
    >
      {message && <Done>{message}</Done>}
      <Refusal refusal={refusal} />
      <Button loading={isPending} onClick={() => void requestPasswordReset(account)}>
        {message ? 'Send the link again' : 'Send me a link'}
      </Button>
      <Button variant="default" onClick={onBack}>
        Back to the sign-in
      </Button>
    </Note>
  );
}
