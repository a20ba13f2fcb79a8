import type { Connection, SeededUser } from '../settings/settings.ts';
import { readImportedUser, type ImportedUser, type ImportError } from './imported-user.ts';
import { isOwnHash } from './password-hash.ts';
import type { UserDirectory } from './user-directory.ts';
import type { User } from './user.ts';

/** A user of the file who was not imported. */
export interface FailedUser {
  /** Number of the user in the file, from 1. */
  row: number;
  /** The user as in the file, but with `*****` for hashes and secrets. */
  user: unknown;
  errors: ImportError[];
}

/** Result of an import, with the members of Auth0's job. */
export interface ImportResult {
  summary: { failed: number; updated: number; inserted: number; total: number };
  failed: FailedUser[];
}

/** Options of {@link importUsers}. */
export interface ImportOptions {
  connection: Connection;
  /**
   * Whether a user with an e-mail address of the file is changed, instead of being an error. Metadata is replaced; address,
   * username, ID, `blocked`, second factors and a used password stay. Default: false.
   */
  upsert?: boolean;
}

/**
 * Imports users into a connection. A user with a mistake is left out and reported; the others are imported. A hash stays as it
 * is until the user's next login.
 *
 * @param rows - users of an import file, see `readUserFile`
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-imports
 */
export function importUsers(
  users: UserDirectory,
  rows: readonly unknown[],
  { connection, upsert = false }: ImportOptions,
): ImportResult {
  const failed: FailedUser[] = [];
  const summary = { failed: 0, updated: 0, inserted: 0, total: rows.length };
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const { user, errors = [] } = readImportedUser(row);
    if (user) {
      const email = user.email.toLowerCase();
      const existing = upsert ? users.find(connection.name, email) : undefined;
      const own = findConflicts(users, connection, user, { existing, seen });
      errors.push(...own);
      seen.add(email);
      if (errors.length === 0 && existing) {
        users.change(existing, changesBy(user));
        updateHash(users, existing, user);
        summary.updated += 1;
      } else if (errors.length === 0) {
        users.add(newUser(connection, user));
        summary.inserted += 1;
      }
    }
    if (errors.length > 0) failed.push({ row: index + 1, user: withoutSecrets(row), errors });
  }
  summary.failed = failed.length;
  return { summary, failed };
}

/** Finds out why a user cannot be added or changed. */
function findConflicts(
  users: UserDirectory,
  { name, options }: Connection,
  { email, username, user_id }: ImportedUser,
  { existing, seen }: { existing: User | undefined; seen: ReadonlySet<string> },
): ImportError[] {
  if (seen.has(email.toLowerCase())) {
    return [error('DUPLICATED_USER', 'the file has this user twice', 'email')];
  }
  if (existing) return [];
  const errors = [
    users.find(name, email) && error('CONFLICT_EMAIL', 'a user has this address', 'email'),
    username !== undefined &&
      users.find(name, username) &&
      error('CONFLICT_USERNAME', 'a user has this username', 'username'),
    user_id !== undefined &&
      users.findById(`auth0|${user_id}`) &&
      error('CONFLICT', 'a user has this ID', 'user_id'),
    options.requires_username &&
      username === undefined &&
      error('OBJECT_REQUIRED', `the connection ${name} requires a username`, 'username'),
    !options.requires_username &&
      username !== undefined &&
      error('NOT_PASSED', `the connection ${name} has no usernames`, 'username'),
    users.room === 0 && error('MAXIMUM', 'the tenant has no room for more users', ''),
  ];
  return errors.filter((found) => found !== false && found !== undefined);
}

function error(code: string, message: string, path: string): ImportError {
  return { code, message, path };
}

function newUser(connection: Connection, user: ImportedUser) {
  const { user_id, password_hash, custom_password_hash, mfa_factors = [], ...profile } = user;
  return {
    ...profile,
    ...(user_id !== undefined && { user_id: `auth0|${user_id}` }),
    connection: connection.name,
    roles: [],
    permissions: [],
    authentication_methods: mfa_factors.map(toMethod),
    passwordHash: password_hash ?? custom_password_hash?.hash.value ?? '',
  };
}

/** Returns the changes that an import makes to a user who exists. */
function changesBy(user: ImportedUser) {
  const { given_name, family_name, name, nickname, picture, app_metadata, user_metadata } = user;
  const members = { given_name, family_name, name, nickname, picture, app_metadata, user_metadata };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return { email_verified: user.email_verified, ...Object.fromEntries(given) };
}

/** Replaces an imported hash with which the user has never logged in. */
function updateHash(users: UserDirectory, user: User, imported: ImportedUser): void {
  if (!imported.custom_password_hash || isOwnHash(user.passwordHash)) return;
  user.passwordHash = imported.custom_password_hash.hash.value;
  users.save(user);
}

function toMethod(
  factor: NonNullable<ImportedUser['mfa_factors']>[number],
): SeededUser['authentication_methods'][number] {
  if ('totp' in factor) return { type: 'totp', totp_secret: factor.totp.secret };
  if ('phone' in factor) return { type: 'phone', phone_number: factor.phone.value };
  return { type: 'email', email: factor.email.value };
}

const secretMembers = new Set(['password_hash', 'passwordHash', 'value', 'secret']);

/** Copies a user of the file, without the hashes and the secrets. */
function withoutSecrets(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const { password_hash, custom_password_hash, mfa_factors, ...user } = row as ImportedUser;
  const secrets = { password_hash, custom_password_hash, mfa_factors };
  const json = JSON.stringify(secrets, (key, value: unknown) =>
    secretMembers.has(key) && typeof value === 'string' ? '*****' : value,
  );
  return { ...user, ...(JSON.parse(json) as object) };
}
