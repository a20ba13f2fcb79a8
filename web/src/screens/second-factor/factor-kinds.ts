import type { Factor } from '@gatehouse/client';
import type { Icon } from '@tabler/icons-react';
import IconBellRinging from '@tabler/icons-react/icons/IconBellRinging';
import IconDeviceMobile from '@tabler/icons-react/icons/IconDeviceMobile';
import IconLifebuoy from '@tabler/icons-react/icons/IconLifebuoy';
import IconMail from '@tabler/icons-react/icons/IconMail';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import IconPhone from '@tabler/icons-react/icons/IconPhone';

/** How a kind of second factor is called and what it does, in words for the user. */
interface FactorKind {
  label: string;
  /** What happens when the user chooses it. */
  use: string;
  Icon: Icon;
}

export const factorKinds: Record<Factor['type'], FactorKind> = {
  TOTP: {
    label: 'Authenticator app',
    use: 'A code from the app on your phone',
    Icon: IconDeviceMobile,
  },
  SMS: { label: 'Text message', use: 'A code by SMS', Icon: IconMessage },
  VOICE: { label: 'Phone call', use: 'A call that reads a code out', Icon: IconPhone },
  EMAIL: { label: 'E-mail', use: 'A code by e-mail', Icon: IconMail },
  PUSH: {
    label: 'Approval on your phone',
    use: 'A question in the Guardian app',
    Icon: IconBellRinging,
  },
  RECOVERY_CODE: {
    label: 'Recovery code',
    use: 'The code that you saved',
    Icon: IconLifebuoy,
  },
};
