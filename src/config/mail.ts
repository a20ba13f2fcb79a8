import { z } from 'zod';
import { isLoopback, url } from './values.ts';
import { describeVariable as variable } from './variable-description.ts';

type Env = Record<string, string | undefined>;

/** Mails that the gateway sends itself. */
export interface MailConfig {
  /** URL of the SMTP server. Contains the password. */
  server: string;
  from: MailAddress;
  /** Folder of templates that replace those of the gateway. Default: none. */
  templates?: string;
}

/** An e-mail address, with the name that mail programs show. */
export interface MailAddress {
  name: string;
  address: string;
}

const smtpUrl = z.string().refine(isSmtpUrl, {
  error:
    'must be an smtp:// or smtps:// URL such as smtps://user:password@smtp.example.com, without path; percent-encode special characters of user name and password',
});

function isSmtpUrl(value: string): boolean {
  if (!/^smtps?:\/\/[^/]/.test(value) || !URL.canParse(value)) return false;
  const { hostname, pathname, search, hash, username, password } = new URL(value);
  if (hostname === '' || !['', '/'].includes(pathname) || search || hash) return false;
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const mailAddress = z.string().transform((value, context): MailAddress => {
  const [, name, inBrackets, alone] =
    /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^\s<>@,;"]+@[^\s<>@,;"]+)>|([^\s<>@,;"]+@[^\s<>@,;"]+))$/u.exec(
      value,
    ) ?? [];
  const address = inBrackets ?? alone;
  if (address !== undefined) return { name: name ?? '', address };
  context.addIssue(
    'must be an address such as no-reply@example.com, or Example <no-reply@example.com>',
  );
  return z.NEVER;
});

/** Variables about mails, in the group `Mail`. */
export const mailVariables = {
  SMTP_URL: variable(smtpUrl.optional(), {
    group: 'Mail',
    task: 'let the gateway send mails',
    meaning:
      'The SMTP server that takes the mails of the gateway, such as [invitations](back-office.md). `smtps://` is TLS from the start, on port 465. `smtp://` begins without TLS, on port 587, and the server must offer STARTTLS unless it is on this machine.',
    format: 'an `smtp://` or `smtps://` URL, with user name and password in it',
    default:
      "none; `inviteUser` answers `ServiceUnavailable`. In development with the local tenant: the tenant's mail server, whose mails are in its outbox",
    whenWrong:
      'Mails are not sent: `mailSent` is false, and the log says `A mail cannot be sent` with the reason, once.',
    example: '',
  }),
  MAIL_FROM: variable(mailAddress.optional(), {
    group: 'Mail',
    task: 'name the sender of mails',
    meaning: 'The sender of the mails, which your SMTP server must accept.',
    format: 'an address, or `Name <address>`',
    default: 'none; required with `SMTP_URL`',
    whenWrong: 'As for `SMTP_URL`; or mails end in the spam folder.',
    example: '',
  }),
  WEB_URL: variable(url.optional(), {
    group: 'Mail',
    task: 'lead the links of mails to your front end',
    meaning:
      'The URL of your front end, to which the links in mails lead: `accept-invitation` is added to it. Links never come from the `Host` of a request.',
    format: 'an `http` or `https` URL, in production `https`',
    default: "production: none, required with `SMTP_URL`; else the gateway's own URL",
    whenWrong: 'Links in mails lead nowhere.',
    example: '',
  }),
  MAIL_TEMPLATES: variable(z.string().optional(), {
    group: 'Mail',
    task: 'word the mails yourself',
    meaning:
      'The folder of your own templates, which replace those of `src/mail/templates/` by their names. [More](back-office.md#the-mail)',
    format: 'the path of a folder',
    default: 'none',
    whenWrong: 'A template that cannot be used stops the start.',
    example: '',
  }),
};

/** Finds variables about mails that contradict each other. Returns one line for each mistake. */
export function findMailContradictions(env: Env): string[] {
  const mistakes: string[] = [];
  const { SMTP_URL, MAIL_FROM, WEB_URL, NODE_ENV = 'production', REHEARSAL } = env;
  if (SMTP_URL && !MAIL_FROM) {
    mistakes.push('MAIL_FROM is missing: set it to the sender of mails, or unset SMTP_URL');
  }
  if (NODE_ENV !== 'production') return mistakes;
  if (SMTP_URL && !WEB_URL) {
    mistakes.push('WEB_URL is missing: set it to the URL of your front end, or unset SMTP_URL');
  }
  if (WEB_URL?.startsWith('http:') && !isLoopback(WEB_URL) && REHEARSAL !== 'true') {
    mistakes.push('WEB_URL must be an https URL in production: links in mails contain secrets');
  }
  return mistakes;
}

/** Returns the configuration of mails. Undefined without a server. */
export function toMailConfig(env: {
  SMTP_URL?: string | undefined;
  MAIL_FROM?: MailAddress | undefined;
  MAIL_TEMPLATES?: string | undefined;
}): MailConfig | undefined {
  const { SMTP_URL: server, MAIL_FROM: from, MAIL_TEMPLATES: templates } = env;
  if (server === undefined || from === undefined) return undefined;
  return { server, from, ...(templates !== undefined && { templates }) };
}
