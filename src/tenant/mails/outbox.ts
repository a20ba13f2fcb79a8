/** What a real tenant would have sent to a person. */
export interface Message {
  channel: 'email' | 'sms';
  /** Address or E.164 number. */
  to: string;
  /** Which of Auth0's templates it is: what it is for. */
  template: MessageTemplate;
  /** Plain text, as the person would read it. Holds the link or the code. */
  text: string;
  /** What to follow, where there is something. */
  link?: string;
  /** What to type in, where there is something. */
  code?: string;
}

/** Names of Auth0's e-mail templates, and of what goes by SMS. */
export type MessageTemplate =
  'verify_email' | 'reset_email' | 'stolen_credentials' | 'blocked_account' | 'mfa_oob_code';

/** A message in the outbox. */
export interface SentMessage extends Message {
  sentAt: Date;
}

/** Mails and SMS of a tenant, which go nowhere else. */
export interface Outbox {
  send(message: Message): void;
  /** The messages kept, oldest first. */
  messages(): readonly SentMessage[];
}

const maxMessages = 200;

/** An outbox that keeps its 200 newest messages. */
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
