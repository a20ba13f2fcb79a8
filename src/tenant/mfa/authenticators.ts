import { createHash, randomInt } from 'node:crypto';
import type { SeededUser, TenantSettings } from '../settings/settings.ts';
import type { User } from '../users/user.ts';
import { isFactorOn } from './factors.ts';
import type { AuthenticatorKind } from './factors.ts';

/** What tells one authenticator of a kind from another. */
export type AuthenticatorDetails =
  | {
      kind: 'totp';
      /** Base32. */
      secret: string;
      /** The time step of the last code that was taken: no code counts twice (RFC 6238 §5.2). */
      usedStep?: number;
    }
  | {
      kind: 'sms';
      /** E.164. */
      phone_number: string;
    }
  | { kind: 'email'; email: string }
  | { kind: 'recovery-code'; code: string; usedCodes: string[] };

/** What all authenticators have. */
export interface Enrollment {
  /** The kind, `|dev_` and 16 characters. */
  id: string;
  /** Whether it has been confirmed by its first code. */
  active: boolean;
}

/** A second factor of a user's. */
export type Authenticator = AuthenticatorDetails & Enrollment;

/** The second factors of all users. */
export interface Authenticators {
  /** Those of a user that the tenant offers, oldest first; a verified address, where e-mail is a factor, is the last. */
  of(user: User): Authenticator[];
  /** Whether a login is asked for one. A verified address alone is none, nor is a recovery code. */
  isEnrolled(user: User): boolean;
  /** Adds one that is yet to be confirmed, in place of one of its kind that never was. */
  add<Details extends AuthenticatorDetails>(user: User, details: Details): Details & Enrollment;
  /** Its first code was right. The recovery code that came with it holds from now on, too. */
  confirm(user: User, authenticator: Authenticator): void;
  /** Returns false when the user has none of this id that could be removed: a verified address cannot. */
  remove(user: User, id: string): boolean;
}

/** Keeps second factors, those of the settings file to begin with. They end with their user. */
export function authenticators(settings: TenantSettings): Authenticators {
  const ofUser = new WeakMap<User, Authenticator[]>();

  const ownOf = (user: User): Authenticator[] => {
    const own = ofUser.get(user) ?? user.authentication_methods.map(seededAuthenticator);
    ofUser.set(user, own);
    return own;
  };
  const isOffered = ({ kind }: Authenticator): boolean => isFactorOn(settings, kind);

  return {
    of: (user) => [...ownOf(user), ...verifiedAddress(user)].filter(isOffered),
    isEnrolled: (user) =>
      ownOf(user).some((own) => own.active && own.kind !== 'recovery-code' && isOffered(own)),
    add(user, details) {
      const authenticator = { ...details, id: newId(details.kind), active: false };
      const kept = ownOf(user).filter(({ kind, active }) => active || kind !== details.kind);
      ofUser.set(user, [...kept, authenticator]);
      return authenticator;
    },
    confirm(user, authenticator) {
      authenticator.active = true;
      for (const own of ownOf(user)) if (own.kind === 'recovery-code') own.active = true;
    },
    remove(user, id) {
      const own = ownOf(user);
      const kept = own.filter((authenticator) => authenticator.id !== id);
      // Nobody needs a way back to a factor that is gone.
      const isLast = kept.every(({ kind }) => kind === 'recovery-code');
      ofUser.set(user, isLast ? [] : kept);
      return kept.length < own.length;
    },
  };
}

/** Auth0 lists a verified address as a factor that nobody has enrolled. */
function verifiedAddress({ user_id, email, email_verified }: User): Authenticator[] {
  if (!email_verified) return [];
  const id = `email|dev_${createHash('sha256').update(user_id).digest('hex').slice(0, 16)}`;
  return [{ id, kind: 'email', active: true, email }];
}

function seededAuthenticator(method: SeededUser['authentication_methods'][number]): Authenticator {
  const details = seededDetails(method);
  return { ...details, id: newId(details.kind), active: true };
}

function seededDetails(method: SeededUser['authentication_methods'][number]): AuthenticatorDetails {
  switch (method.type) {
    case 'totp':
      return { kind: 'totp', secret: method.totp_secret };
    case 'phone':
      return { kind: 'sms', phone_number: method.phone_number };
    case 'email':
      return { kind: 'email', email: method.email };
    case 'recovery-code':
      return { kind: 'recovery-code', code: method.recovery_code, usedCodes: [] };
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newId(kind: AuthenticatorKind): string {
  const name = Array.from({ length: 16 }, () => letters.charAt(randomInt(letters.length)));
  return `${kind}|dev_${name.join('')}`;
}
