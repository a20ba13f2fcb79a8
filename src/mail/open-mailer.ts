import { ConfigurationError, type Config } from '../config/config.ts';
import { MailTemplates } from './mail-templates.ts';
import { Mailer, type MailLog } from './mailer.ts';

/**
 * Opens the {@link Mailer}. Sends nothing yet.
 *
 * @returns undefined if the configuration has no SMTP server
 * @throws `ConfigurationError` if a template cannot be used
 */
export async function openMailer({ mail }: Config, log: MailLog): Promise<Mailer | undefined> {
  if (!mail) return undefined;
  const reading = MailTemplates.read(mail.templates);
  const templates = await reading.catch((error: unknown) => {
    throw new ConfigurationError([`MAIL_TEMPLATES cannot be used: ${(error as Error).message}`]);
  });
  return new Mailer({ server: mail.server, from: mail.from, templates, log });
}
