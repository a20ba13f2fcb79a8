import { randomBytes } from 'node:crypto';
import type { SeededUser } from '../settings.ts';
import type { User } from '../users/user-directory.ts';

/** Kinds of authenticator, as their ids begin. */
export type AuthenticatorKind = 'totp' | 'sms' | 'email' | 'push' | 'recovery-code';

/** A second factor of a user's. */
export interface Authenticator {
  /** The kind, `|dev_` and 16 characters. */
  id: string;
  kind: AuthenticatorKind;
  /** Whether it has been confirmed by its first code. */
  active: boolean;
  /** Of an authenticator app, in Base32. */
  secret?: string;
  /** E.164. */
  phone_number?: string;
  email?: string;
  /** Of a recovery code: the code itself. */
  code?: string;
  /** The time step of the last code that an app has been believed: no code counts twice (RFC 6238 §5.2). */
  usedStep?: number;
}

/** The second factors of all users. */
export interface Authenticators {
  /** Those of a user, oldest first; the verified address, where e-mail is a factor, is one of them. */
  of(user: User): Authenticator[];
  /** Those that a user has enrolled and confirmed: with one of them a login is asked for it. The address alone is none. */
  enrolled(user: User): Authenticator[];
  /** Adds one that is yet to be confirmed. */
  add(user: User, authenticator: Omit<Authenticator, 'id' | 'active'>): Authenticator;
  /** Its first code was right. The recovery code that came with it holds from now on, too. */
  confirm(user: User, authenticator: Authenticator): void;
  remove(user: User, authenticator: Authenticator): void;
}

const kindOf: Record<SeededUser['authentication_methods'][number]['type'], AuthenticatorKind> = {
  totp: 'totp',
  phone: 'sms',
  email: 'email',
  'push-notification': 'push',
  'recovery-code': 'recovery-code',
};

/**
 * Keeps second factors, those of the settings file to begin with.
 *
 * @param isEmailFactor - whether codes by e-mail are a factor of this tenant
 */
export function authenticators(isEmailFactor: boolean): Authenticators {
  const ofUser = new Map<string, Authenticator[]>();

  function enrolledBy(user: User): Authenticator[] {
    const known = ofUser.get(user.user_id);
    if (known) return known;
    const seeded = user.authentication_methods.map((method) => seededAuthenticator(user, method));
    ofUser.set(user.user_id, seeded);
    return seeded;
  }

  return {
    of: (user) => [...(isEmailFactor ? ownAddress(user) : []), ...enrolledBy(user)],
    enrolled: (user) => enrolledBy(user).filter(({ active }) => active),
    add: (user, given) => {
      const authenticator = { ...given, id: newId(given.kind), active: false };
      enrolledBy(user).push(authenticator);
      return authenticator;
    },
    confirm: (user, authenticator) => {
      authenticator.active = true;
      for (const other of enrolledBy(user)) if (other.kind === 'recovery-code') other.active = true;
    },
    remove: (user, authenticator) => {
      const kept = enrolledBy(user).filter((other) => other !== authenticator);
      // Nobody needs a way back to a factor that is gone.
      const isLast = kept.every(({ kind }) => kind === 'recovery-code');
      ofUser.set(user.user_id, isLast ? [] : kept);
    },
  };
}

/** Auth0 lists a verified address as a factor; nobody has enrolled it, and nobody can delete it. */
function ownAddress({ user_id, email, email_verified }: User): Authenticator[] {
  if (!email_verified) return [];
  const id = `email|dev_${Buffer.from(user_id).toString('hex').slice(-16)}`;
  return [{ id, kind: 'email', active: true, email }];
}

function seededAuthenticator(
  { email }: User,
  method: SeededUser['authentication_methods'][number],
): Authenticator {
  const kind = kindOf[method.type];
  const { totp_secret, phone_number, recovery_code } = method;
  return {
    id: newId(kind),
    kind,
    active: true,
    ...(totp_secret !== undefined && { secret: totp_secret }),
    ...(phone_number !== undefined && { phone_number }),
    ...(kind === 'email' && { email: method.email ?? email }),
    ...(recovery_code !== undefined && { code: recovery_code }),
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newId(kind: AuthenticatorKind): string {
  const name = Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('');
  return `${kind}|dev_${name}`;
}
