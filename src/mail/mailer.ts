import type { Transporter } from 'nodemailer';
import type { MailConfig } from '../config/mail.ts';
import { isMailAddress } from './is-mail-address.ts';
import type { MailTemplates } from './mail-templates.ts';
import type { Mails } from './mails.ts';
import { openTransport } from './transport.ts';

/** Options of a {@link Mailer}. */
export interface MailerOptions extends Pick<MailConfig, 'server' | 'from'> {
  templates: MailTemplates;
  /** Time limit of one mail (milliseconds). Default: 10 seconds. */
  timeLimit?: number;
  log: MailLog;
}

/** The log of the process. */
export interface MailLog {
  info: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/**
 * Sends mails by SMTP. A mail that cannot be sent is an outcome and no error. The log tells the first failure of a kind, and the
 * first mail that is sent after it. It contains neither addresses nor texts.
 */
export class Mailer {
  readonly #options: Required<MailerOptions>;
  #transport: Promise<Transporter> | undefined;
  /** The latest failure, as in the log. Undefined if the latest mail was sent. */
  #failure: string | undefined;

  constructor(options: MailerOptions) {
    this.#options = { timeLimit: 10_000, ...options };
  }

  /**
   * Sends a mail to one address.
   *
   * @param to - the address, without a name
   * @param reader - language of the reader (BCP 47). Undefined: unknown
   * @returns whether the server has accepted the mail
   */
  async send<Name extends keyof Mails>(
    to: string,
    name: Name,
    values: Mails[Name],
    reader: { locale: string | undefined },
  ): Promise<boolean> {
    if (!isMailAddress(to)) return false;
    const { from, templates } = this.#options;
    const mail = {
      ...templates.write(name, values, reader.locale),
      from,
      to: { name: '', address: to },
      envelope: { from: from.address, to: [to] },
      // Tells automatic responders not to answer (RFC 3834 §5).
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
    try {
      const transport = await (this.#transport ??= openTransport(this.#options));
      await withinLimit(transport.sendMail(mail), this.#options.timeLimit);
      this.#tellSuccess();
      return true;
    } catch (error) {
      this.#tellFailure(error);
      return false;
    }
  }

  #tellSuccess(): void {
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.#options.log.info({}, 'Mails are sent again');
  }

  #tellFailure(error: unknown): void {
    // The text of an error may contain the address.
    const { code, responseCode, command } = error as Record<string, unknown>;
    const details = { code, responseCode, command };
    const failure = JSON.stringify(details);
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.#options.log.error(details, cannotBeSent);
  }
}

const cannotBeSent =
  'A mail cannot be sent: compare SMTP_URL and MAIL_FROM with your SMTP server. This line comes once for each reason, until a mail is sent';

async function withinLimit<Value>(sent: Promise<Value>, limit: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('the SMTP server is too slow'), { code: 'ETIMEDOUT' }));
    }, limit);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
}
