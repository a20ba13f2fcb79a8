/** A mail or an SMS that a real tenant would have sent to a user. */
export interface Message {
  channel: 'email' | 'sms';
  /** E-mail address or E.164 phone number. */
  to: string;
  /** Name of Auth0's template, which tells the purpose. */
  template: MessageTemplate;
  /** Plain text for the user. */
  text: string;
  /** Link for the user to follow, if the message has one. */
  link?: string;
  /** Code for the user to enter, if the message has one. */
  code?: string;
}

/** Names of Auth0's e-mail templates; `mfa_oob_code` also goes by SMS. */
export type MessageTemplate =
  'verify_email' | 'reset_email' | 'stolen_credentials' | 'blocked_account' | 'mfa_oob_code';

/** A message in the outbox. */
export interface SentMessage extends Message {
  sentAt: Date;
}

/** Mails and SMS of a tenant. The tenant stores them here and sends none. */
export interface Outbox {
  send(message: Message): void;
  /** Lists the stored messages, oldest first. */
  messages(): readonly SentMessage[];
}

const maxMessages = 200;

/** Makes an outbox. It remembers the 200 newest messages. */
export function outbox(now: () => Date): Outbox {
  const messages: SentMessage[] = [];
  return {
    send(message) {
      messages.push({ ...message, sentAt: now() });
      if (messages.length > maxMessages) messages.shift();
    },
    messages: () => messages,
  };
}
