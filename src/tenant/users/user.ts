import type { Permission, SeededUser } from '../settings/settings.ts';

/** A user of a database connection. */
export interface User {
  user_id: string;
  connection: string;
  /** Lower-case, as Auth0 stores it. */
  email: string;
  email_verified: boolean;
  username?: string | undefined;
  name?: string | undefined;
  given_name?: string | undefined;
  family_name?: string | undefined;
  nickname?: string | undefined;
  picture?: string | undefined;
  roles: string[];
  permissions: Permission[];
  /** Absent until somebody sets it. */
  user_metadata?: Record<string, unknown> | undefined;
  app_metadata?: Record<string, unknown> | undefined;
  /** Absent until an administrator sets it, either way. */
  blocked?: boolean | undefined;
  authentication_methods: SeededUser['authentication_methods'];
  created_at: Date;
  updated_at: Date;
  logins_count: number;
  last_login?: Date;
  last_ip?: string;
  last_password_reset?: Date;
  /** Argon2id. A promise, since nobody waits for it at start-up. */
  passwordHash: Promise<string>;
  /** Hashes of earlier passwords, the newest first. */
  formerPasswordHashes?: string[];
}

/** A user who is about to exist. Without a `user_id` one is made up. */
export type NewUser = Omit<User, 'user_id' | 'created_at' | 'updated_at' | 'logins_count'> & {
  user_id?: string;
};

/** What can change about a user; undefined clears a member. Passwords have a way of their own. */
export type UserChanges = Partial<
  Omit<User, 'user_id' | 'connection' | 'created_at' | 'updated_at' | PasswordMember>
>;

type PasswordMember = 'passwordHash' | 'formerPasswordHashes';
