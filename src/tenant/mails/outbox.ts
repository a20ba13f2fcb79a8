import type { SavedState } from '../saved-state/saved-state.ts';

/** A mail or an SMS that a real tenant would have sent to a user. */
export interface Message {
  channel: 'email' | 'sms';
  /** E-mail address, or phone number in E.164 format. */
  to: string;
  /** Name of Auth0's template, which tells the purpose of the message. */
  template: MessageTemplate;
  /** Plain text for the user. */
  text: string;
  /** Link for the user to follow, if the message has one. */
  link?: string;
  /** Code for the user to enter, if the message has one. */
  code?: string;
}

/** Names of Auth0's e-mail templates. The tenant also uses `mfa_oob_code` for an SMS. */
export type MessageTemplate =
  'verify_email' | 'reset_email' | 'stolen_credentials' | 'blocked_account' | 'mfa_oob_code';

/** A mail that a program has sent to the tenant's SMTP port. */
export interface ReceivedMail {
  channel: 'email';
  /** Address in the SMTP envelope. A mail to several recipients is in the outbox once for each. */
  to: string;
  /** Sender, with the name if the mail has one. */
  from: string;
  subject: string;
  /** Plain text. Empty if the mail has none. */
  text: string;
  html?: string;
  /** Links of the mail to web pages, without duplicates. */
  links: string[];
  /** Attachments. Their content is not stored. Their size is in bytes. */
  attachments: { filename: string; mimeType: string; size: number }[];
}

/** A message in the outbox, with the time when it was sent. */
export type SentMessage = (Message | ReceivedMail) & { sentAt: Date };

/** The outbox of a tenant. Mails and SMS are stored here and not sent. */
export interface Outbox {
  /** Adds a message of the tenant, or a mail of another program. */
  send(message: Message | ReceivedMail): void;
  /** Lists the stored messages, oldest first. */
  messages(): readonly SentMessage[];
}

const maxMessages = 200;

/** Makes an outbox that stores the 200 newest messages. */
export function outbox(state: SavedState, now: () => Date): Outbox {
  const saved = state.records<SentMessage>('message', {
    toJson: (message) => message,
    fromJson: (message: SentMessage) => ({ ...message, sentAt: new Date(message.sentAt) }),
  });
  const messages = [...saved.found.values()];
  let sent = Number([...saved.found.keys()].at(-1) ?? 0);
  return {
    send(message) {
      const sentMessage = { ...message, sentAt: now() };
      messages.push(sentMessage);
      saved.set(String((sent += 1)), sentMessage);
      if (messages.length > maxMessages) {
        messages.shift();
        saved.delete(String(sent - maxMessages));
      }
    },
    messages: () => messages,
  };
}
