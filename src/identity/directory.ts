import type { CommonRefusal, RefusalOf } from './outcomes.ts';

/**
 * Users and roles as an administrator sees them. Each method returns a refusal or an outage as an outcome. An unknown user is
 * `InvalidInput`, because an administrator may name any id. An instance serves one request.
 */
export interface Directory {
  /** Reads a user by id. The answer is as new as the latest write, unlike that of a search. */
  findUser: (id: string) => Promise<FoundUser | CommonRefusal>;
  /** Finds the user of a realm who has an e-mail address. The answer is as new as the latest write. */
  findUserByEmail: (account: {
    realm: string;
    email: string;
  }) => Promise<FoundUser | { kind: 'NoUser' } | CommonRefusal>;
  /** Searches users with a record. A change of the latest seconds may be missing. */
  searchRecords: (
    search: RecordSearch,
    page: { number: number; size: number },
  ) => Promise<UserPage | CommonRefusal>;
  /**
   * Creates a user who is blocked and has a random password, so that nobody can sign in. The provider sends no mail.
   */
  createBlockedUser: (
    user: NewUser,
  ) => Promise<FoundUser | RefusalOf<'UserExists'> | CommonRefusal>;
  /** Saves the record of a user. The rest of the user stays as it is. */
  saveRecord: (id: string, record: object) => Promise<{ kind: 'Saved' } | CommonRefusal>;
  /** Marks the user's e-mail address as verified. */
  verifyEmail: (user: DirectoryUser) => Promise<{ kind: 'Saved' } | CommonRefusal>;
  /** Sets the password, unblocks the user and saves the record, all at once or not at all. */
  activate: (
    user: DirectoryUser,
    change: { password: string; name: string | undefined; record: object },
  ) => Promise<{ kind: 'Saved' } | RefusalOf<'WeakPassword'> | CommonRefusal>;
  /** Blocks the user and saves the record, all at once or not at all. */
  block: (id: string, record: object) => Promise<{ kind: 'Saved' } | CommonRefusal>;
  /** Lists the permissions that a user holds, by roles and directly. */
  permissionsOf: (id: string) => Promise<HeldPermissions | CommonRefusal>;
  /** Lists all roles, at most 1,000. */
  listRoles: () => Promise<Roles | CommonRefusal>;
  /** Lists the permissions of a role. */
  permissionsOfRole: (id: string) => Promise<HeldPermissions | CommonRefusal>;
  /** Lists the roles of a user. */
  rolesOf: (id: string) => Promise<Roles | CommonRefusal>;
  /** Gives roles to a user. A role that the user has is no error. */
  addRoles: (id: string, roles: readonly string[]) => Promise<{ kind: 'Saved' } | CommonRefusal>;
  /** Takes roles from a user. A role that the user lacks is no error. */
  removeRoles: (id: string, roles: readonly string[]) => Promise<{ kind: 'Saved' } | CommonRefusal>;
}

/** A user, as an administrator sees the account. */
export interface DirectoryUser {
  id: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
  /** Realm of the main identity. Undefined for an account in no realm of the gateway. */
  realm: string | undefined;
  isBlocked: boolean;
  /** The record that {@link Directory.saveRecord} saved, as the provider returns it. Undefined without one. */
  record: unknown;
}

/** A user that was found or created. */
export interface FoundUser {
  kind: 'FoundUser';
  user: DirectoryUser;
}

/** A user to create. */
export interface NewUser {
  realm: string;
  email: string;
  name: string | undefined;
  record: object;
}

/** A search for users by their records. A member that is undefined does not restrict the search. */
export interface RecordSearch {
  realm: string | undefined;
  /** `state` of the record. */
  state: string | undefined;
  /** Range of the record's `until`, in seconds since the epoch. */
  until: { from: number } | { before: number } | undefined;
}

/** A page of a search. `total` is the number of users on all pages. The provider returns the first 1,000 of them. */
export interface UserPage {
  kind: 'UserPage';
  users: DirectoryUser[];
  total: number;
}

/** Permissions, each as the identifier of its API and its name, with a space between them. */
export interface HeldPermissions {
  kind: 'HeldPermissions';
  permissions: ReadonlySet<string>;
}

/** A list of roles. */
export interface Roles {
  kind: 'Roles';
  roles: Role[];
}

/** A role. */
export interface Role {
  id: string;
  name: string;
  description: string;
}
