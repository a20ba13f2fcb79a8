import { createHash, randomInt } from 'node:crypto';
import type { SeededUser, TenantSettings } from '../settings/settings.ts';
import type {
  Authenticator,
  AuthenticatorDetails,
  AuthenticatorKind,
  Enrollment,
} from '../users/authenticator.ts';
import type { UserDirectory } from '../users/user-directory.ts';
import type { User } from '../users/user.ts';
import { isFactorOn } from './factors.ts';

/** The second factors of all users. */
export interface Authenticators {
  /**
   * Lists a user's authenticators of the kinds that the tenant offers, oldest first. If the tenant offers e-mail, a verified
   * address is the last.
   */
  of(user: User): Authenticator[];
  /** Lists the authenticators that were enrolled for a user, oldest first, also those of a kind that the tenant does not offer. */
  enrolled(user: User): readonly Authenticator[];
  /** Tells whether a user's login needs a second factor. A verified address and a recovery code alone do not count. */
  isEnrolled(user: User): boolean;
  /** Adds an authenticator that is not confirmed yet. It replaces an earlier one of its kind that was not confirmed. */
  add<Details extends AuthenticatorDetails>(user: User, details: Details): Details & Enrollment;
  /** Adds an authenticator that needs no first code, as an administrator does. */
  addConfirmed(user: User, details: AuthenticatorDetails, name: string | undefined): Authenticator;
  /** Renames an authenticator. */
  rename(user: User, authenticator: Authenticator, name: string): void;
  /** Confirms an authenticator after its first correct code. Also confirms the recovery code that was issued with it. */
  confirm(user: User, authenticator: Authenticator): void;
  /** Removes an authenticator. Returns false if there is none with this ID, or if it is a verified address, which cannot be removed. */
  remove(user: User, id: string): boolean;
}

/** Creates the storage of all users' second factors. At first it holds those of the settings file. */
export function authenticators(
  settings: TenantSettings,
  users: UserDirectory,
  now: () => Date,
): Authenticators {
  const set = (user: User, own: Authenticator[]): Authenticator[] => {
    user.authenticators = own;
    users.save(user);
    return own;
  };
  const ownOf = (user: User): Authenticator[] =>
    user.authenticators ??
    set(
      user,
      user.authentication_methods.map((method) => seedAuthenticator(method, user.created_at)),
    );
  const isOffered = ({ kind }: Authenticator): boolean => isFactorOn(settings, kind);

  return {
    of: (user) => [...ownOf(user), ...verifiedAddress(user)].filter(isOffered),
    isEnrolled: (user) =>
      ownOf(user).some((own) => own.active && own.kind !== 'recovery-code' && isOffered(own)),
    add(user, details) {
      const authenticator = {
        ...details,
        ...{ id: newId(details.kind), active: false, created_at: now().toISOString() },
      };
      const kept = ownOf(user).filter(({ kind, active }) => active || kind !== details.kind);
      set(user, [...kept, authenticator]);
      return authenticator;
    },
    enrolled: ownOf,
    addConfirmed(user, details, name) {
      const authenticator = {
        ...details,
        ...{ id: newId(details.kind), active: true, created_at: now().toISOString() },
        ...(name !== undefined && { name }),
      };
      set(user, [...ownOf(user), authenticator]);
      return authenticator;
    },
    rename(user, authenticator, name) {
      authenticator.name = name;
      users.save(user);
    },
    confirm(user, authenticator) {
      authenticator.active = true;
      for (const own of ownOf(user)) if (own.kind === 'recovery-code') own.active = true;
      users.save(user);
    },
    remove(user, id) {
      const own = ownOf(user);
      const kept = own.filter((authenticator) => authenticator.id !== id);
      // A recovery code alone is useless, because it replaces another factor.
      const isLast = kept.every(({ kind }) => kind === 'recovery-code');
      set(user, isLast ? [] : kept);
      return kept.length < own.length;
    },
  };
}

/** Makes the authenticator of a verified e-mail address. Auth0 lists it although the user has not enrolled it. */
function verifiedAddress({ user_id, email, email_verified, created_at }: User): Authenticator[] {
  if (!email_verified) return [];
  const id = `email|dev_${createHash('sha256').update(user_id).digest('hex').slice(0, 16)}`;
  return [{ id, kind: 'email', active: true, email, created_at: created_at.toISOString() }];
}

function seedAuthenticator(
  method: SeededUser['authentication_methods'][number],
  createdAt: Date,
): Authenticator {
  const details = toDetails(method);
  const created_at = createdAt.toISOString();
  return { ...details, id: newId(details.kind), active: true, created_at };
}

/** Converts a second factor with the keys of the Management API. */
export function toDetails(
  method: SeededUser['authentication_methods'][number],
): AuthenticatorDetails {
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
