import type { RefusalOf } from '../identity/outcomes.ts';
import type { Invitation } from './invitation-record.ts';
import type { BackOfficeOptions } from './options.ts';

/** An invitation whose mail was sent, or could not be sent. */
export interface InvitationSent {
  kind: 'InvitationSent';
  invitation: Invitation;
  mailSent: boolean;
  /** Link of the mail. In development only. */
  link: string | undefined;
}

/**
 * Sends the mail of an invitation. The token is in the link's fragment, which browsers send to no server.
 *
 * @param secret - secret of the token, of which the record has the digest
 */
export async function sendInvitation(
  invitation: Invitation,
  secret: string,
  options: BackOfficeOptions,
): Promise<InvitationSent> {
  const { tokens, mailer, webUrl, showsLinks, limits, now } = options;
  const { user, record } = invitation;
  const { email = '', name } = user;
  const { note, locale, until, by } = record;
  const lifetime = Math.max(1, until - Math.floor(now().getTime() / 1000));
  const token = await tokens.seal(user.id, secret, lifetime);
  const link = `${webUrl()}accept-invitation#token=${token}`;
  const expires = inWords(new Date(until * 1000), locale);
  // Auth0 gives an account without a name its e-mail address as name.
  const values = { name: name === email ? undefined : name, inviter: by.name };
  const mail = { ...values, email, note, link, expires };
  const mailSent = (await mailer?.send(email, 'invitation', mail, { locale })) ?? false;
  if (!mailSent) limits.mailsToAddress.giveBack(email);
  return { kind: 'InvitationSent', invitation, mailSent, link: showsLinks ? link : undefined };
}

/** Counts a mail, before anything is changed. Returns the refusal of one too many. */
export function takeMail(
  actorId: string,
  email: string,
  { limits: { mailsOfActor, mailsToAddress } }: BackOfficeOptions,
): RefusalOf<'TooManyAttempts'> | undefined {
  return mailsOfActor.take(actorId) ?? mailsToAddress.take(email);
}

/** Returns a time in words of the reader's language, in UTC. Default: English. */
function inWords(time: Date, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' },
  }).format(time);
}
