import type { Permission, SeededUser } from '../settings/settings.ts';
import type { Authenticator } from './authenticator.ts';

/** A user of a database connection. */
export interface User {
  user_id: string;
  connection: string;
  /** E-mail address in lower case, as Auth0 stores it. Empty for a user who signed up with a username or a phone number alone. */
  email: string;
  email_verified: boolean;
  /** Phone number in E.164 format. */
  phone_number?: string | undefined;
  phone_verified?: boolean | undefined;
  username?: string | undefined;
  name?: string | undefined;
  given_name?: string | undefined;
  family_name?: string | undefined;
  nickname?: string | undefined;
  picture?: string | undefined;
  roles: string[];
  permissions: Permission[];
  /** Undefined until a sign-up or a call of the Management API sets it. */
  user_metadata?: Record<string, unknown> | undefined;
  app_metadata?: Record<string, unknown> | undefined;
  /** Undefined until the settings file blocks the user, or a call of the Management API blocks or unblocks the user. */
  blocked?: boolean | undefined;
  /** Second factors in the settings file. */
  authentication_methods: SeededUser['authentication_methods'];
  /** Second factors of the user. Undefined until they are first read. They are then those of the settings file. */
  authenticators?: Authenticator[];
  created_at: Date;
  updated_at: Date;
  logins_count: number;
  last_login?: Date;
  last_ip?: string;
  last_password_reset?: Date;
  /** Argon2id hash of the password. */
  passwordHash: string;
  /** Hashes of former passwords, newest first. */
  formerPasswordHashes?: string[];
}

/** A user to add. Default of `user_id`: a random ID. */
export type NewUser = Omit<User, 'user_id' | 'created_at' | 'updated_at' | 'logins_count'> & {
  user_id?: string;
};

/** Changes of a user. Undefined clears a member. Passwords are left out, since `setPassword` changes them. */
export type UserChanges = Partial<
  Omit<User, 'user_id' | 'connection' | 'created_at' | 'updated_at' | PasswordMember>
>;

type PasswordMember = 'passwordHash' | 'formerPasswordHashes';
