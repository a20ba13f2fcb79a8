import { isBreachedPassword } from '../attack-protection/breached-passwords.ts';
import { unblockUser } from '../attack-protection/unblock-user.ts';
import { databaseError, oauthError, Refusal } from '../errors.ts';
import type { Connection } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { hashPassword, matchesHash } from '../users/password-hash.ts';
import type { User } from '../users/user.ts';
import { commonPasswords } from './common-passwords.ts';
import { passwordRules, policyText } from './password-policy.ts';
import { tellPasswordChanged } from './tell-password-changed.ts';

/** The owner of a new password, with the part of the profile that is known. */
export interface PasswordOwner {
  connection: Connection;
  email: string;
  username?: string | undefined;
  name?: string | undefined;
  nickname?: string | undefined;
  /** The user, if there is one yet; undefined at a sign-up. */
  user?: User | undefined;
}

/** The stage at which breached-password detection checks a password. */
export type BreachStage = keyof typeof leakEvents;

/** Log event type of a refusal, for each stage. */
const leakEvents = {
  'pre-user-registration': 'signup_pwd_leak',
  'pre-change-password': 'reset_pwd_leak',
};

/**
 * Checks a new password against the connection's rules and breached-password detection.
 *
 * @throws Refusal 400 in the form of `/dbconnections/*`
 * @see https://auth0.com/docs/authenticate/database-connections/password-options
 */
export async function checkNewPassword(
  tenant: Tenant,
  owner: PasswordOwner,
  password: string,
  stage: BreachStage,
): Promise<void> {
  checkNotBreached(tenant, password, stage);
  checkStrength(owner.connection, password);
  const { options } = owner.connection;
  const flexible = options.password_options;
  const dictionary = flexible?.dictionary ?? {
    active: options.password_dictionary.enable,
    custom: options.password_dictionary.dictionary,
  };
  if (dictionary.active && isCommon(password, dictionary.custom)) {
    throw invalidPassword('PasswordDictionaryError', 'Password is too common', {
      description: 'Password is not allowed, it might be too common.',
    });
  }
  const isPersonal = flexible?.profile_data.active ?? options.password_no_personal_info.enable;
  if (isPersonal && containsPersonalInfo(owner, password)) {
    throw invalidPassword('PasswordNoUserInfoError', 'Password contains user information');
  }
  const history = flexible?.history ?? {
    active: options.password_history.enable,
    size: options.password_history.size,
  };
  if (history.active && owner.user && (await wasUsed(owner.user, password, history.size))) {
    throw invalidPassword('PasswordHistoryError', 'Password has previously been used');
  }
}

/**
 * Sets a user's password. Ends the user's brute-force blocks and interrupted logins. Revokes the refresh tokens if the tenant's
 * settings say so. Starts the post-change-password Actions.
 */
export async function setPassword(tenant: Tenant, user: User, password: string): Promise<void> {
  setPasswordHash(tenant, user, await hashPassword(password));
}

/** Sets a user's password as {@link setPassword} does, by its hash. */
export function setPasswordHash(tenant: Tenant, user: User, passwordHash: string): void {
  const { refreshTokens, settings, users, now } = tenant;
  user.formerPasswordHashes = passwordHashes(user).slice(0, maxHistory);
  user.passwordHash = passwordHash;
  users.change(user, { last_password_reset: now() });
  unblockUser(tenant.attackProtection.bruteForce, user);
  tenant.mfa.tokens.forgetAllOf(user);
  if (settings.unconfirmed.password_change_revokes_refresh_tokens) {
    refreshTokens.revokeUser(user.user_id);
  }
  tellPasswordChanged(tenant, user);
}

const maxHistory = 24;

function checkNotBreached({ settings }: Tenant, password: string, stage: BreachStage): void {
  const { enabled, stage: stages } = settings.attack_protection.breached_password_detection;
  const isBlocking = enabled && stages[stage].shields.includes('block');
  if (!isBlocking || !isBreachedPassword(password)) return;
  const description = 'Password has been leaked in a data breach.';
  const { body } =
    settings.unconfirmed.sign_up_password_leaked_body === 'database'
      ? databaseError('password_leaked', description)
      : oauthError(400, 'password_leaked', description);
  throw new Refusal(400, body, description, { type: leakEvents[stage] });
}

function checkStrength({ options }: Connection, password: string): void {
  const rules = passwordRules(options, password);
  if (rules.every(({ verified }) => verified)) return;
  throw invalidPassword('PasswordStrengthError', 'Password is too weak', {
    description: { rules, verified: false },
    policy: policyText(rules),
  });
}

function invalidPassword(
  name: string,
  message: string,
  more: { description?: unknown; policy?: string } = {},
): Refusal {
  const body = { name, message, code: 'invalid_password', ...more, statusCode: 400 };
  return new Refusal(400, body, message);
}

function isCommon(password: string, custom: string[]): boolean {
  const lower = password.toLowerCase();
  return commonPasswords.has(lower) || custom.some((word) => word.toLowerCase() === lower);
}

/**
 * Tells whether a password contains one of the owner's names, or a part of the e-mail address before its `@`. Ignores parts of one
 * or two letters.
 */
function containsPersonalInfo(owner: PasswordOwner, password: string): boolean {
  const { email, username = '', name = '', nickname = '' } = owner;
  const lower = password.toLowerCase();
  const local = email.slice(0, email.lastIndexOf('@'));
  const parts = [local, ...local.split(/[.+_-]/), username, nickname, ...name.split(/\s+/)];
  return parts.some((part) => part.length >= 3 && lower.includes(part.toLowerCase()));
}

async function wasUsed(user: User, password: string, size: number): Promise<boolean> {
  const hashes = passwordHashes(user).slice(0, size);
  const matches = await Promise.all(hashes.map((hash) => matchesHash(hash, password)));
  return matches.includes(true);
}

/** Lists the hashes of the current password and of former ones, newest first. */
function passwordHashes({ passwordHash, formerPasswordHashes = [] }: User): string[] {
  return [passwordHash, ...formerPasswordHashes].filter((hash) => hash !== '');
}
