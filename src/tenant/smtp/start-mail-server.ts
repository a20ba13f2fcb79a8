import { TenantConfigurationError } from '../configuration-error.ts';
import type { Outbox, ReceivedMail } from '../mails/outbox.ts';
import { MailServer } from './mail-server.ts';

/** Options of the tenant's mail server. */
export interface SmtpOptions {
  /** TCP port. 0 takes a free port. */
  port: number;
  /** Whether the tenant starts without the mail server if the port is in use. A notice then says so. Default: false. */
  isOptional?: boolean;
}

/** The parts of a tenant that store mails. */
interface MailReceiver {
  readonly outbox: Outbox;
  readonly saved: () => Promise<void>;
}

/**
 * Starts the mail server, whose mails go to the tenant's outbox. A sender gets its receipt when the mail is saved.
 *
 * @param receiver - returns the tenant whose outbox takes a mail
 * @param smtp - undefined for no mail server
 * @throws {@link TenantConfigurationError} if the port is in use, and the mail server is not optional
 * @throws the error of listening, unchanged
 */
export async function startMailServer(
  receiver: () => MailReceiver,
  host: string,
  smtp: SmtpOptions | undefined,
): Promise<{ server?: MailServer; notices: string[] }> {
  if (!smtp) return { notices: [] };
  const { port, isOptional } = smtp;
  const deliver = async (mails: ReceivedMail[]): Promise<void> => {
    const { outbox, saved } = receiver();
    for (const mail of mails) outbox.send(mail);
    await saved();
  };
  try {
    return { server: await MailServer.listen({ host, port, deliver }), notices: [] };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (isOptional) {
      return {
        notices: [
          `Port ${port} is in use, so the tenant takes no mails of your programs. TENANT_SMTP_PORT sets another port.`,
        ],
      };
    }
    throw new TenantConfigurationError([
      `TENANT_SMTP_PORT ${port} is in use: stop the other program, or set another port`,
    ]);
  }
}
