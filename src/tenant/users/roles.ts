import { createHash, randomInt } from 'node:crypto';
import type { SavedRecords, SavedState } from '../saved-state/saved-state.ts';
import type { Permission, TenantSettings } from '../settings/settings.ts';
import type { User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

/** A role, which gives its permissions to each of its users. */
export interface Role {
  /** ID: `rol_` and 16 characters. */
  id: string;
  /** Name, which no other role has. The users of the role refer to it. */
  name: string;
  description?: string | undefined;
  permissions: Permission[];
}

/** Name and description of a role. */
export type RoleText = Pick<Role, 'name' | 'description'>;

/** Maximum number of roles, as at Auth0. */
const maxRoles = 1_000;

/** The roles of a tenant. */
export class Roles {
  readonly #users: UserDirectory;
  readonly #roles: Map<string, Role>;
  readonly #saved: SavedRecords<Role>;
  readonly #seeding: SavedRecords<true>;

  constructor(state: SavedState, users: UserDirectory) {
    this.#users = users;
    this.#saved = state.records('role');
    this.#seeding = state.records('role_seeding');
    this.#roles = new Map(this.#saved.found);
  }

  /** Adds the roles of a settings file, unless a run before the restart has added them. Their IDs follow from their names. */
  seed(seeded: TenantSettings['roles']): void {
    if (this.#seeding.found.size > 0) return;
    for (const role of seeded) this.save({ id: seededRoleId(role.name), ...role });
    this.#seeding.set('done', true);
  }

  /** Lists all roles, sorted by name. */
  all(): Role[] {
    return [...this.#roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(id: string): Role | undefined {
    return this.#roles.get(id);
  }

  /** Lists the roles of a user, sorted by name. */
  of({ roles }: User): Role[] {
    return this.all().filter(({ name }) => roles.includes(name));
  }

  /** Lists the users of a role, sorted by `user_id`. */
  usersOf({ name }: Role): User[] {
    return this.#users.all().filter(({ roles }) => roles.includes(name));
  }

  isFull(): boolean {
    return this.#roles.size >= maxRoles;
  }

  /** Adds a role without permissions. Returns undefined, and adds nothing, if the name is taken. */
  add(text: RoleText): Role | undefined {
    if (this.#isTaken(text.name)) return undefined;
    const role = { id: newRoleId(), ...text, permissions: [] };
    this.save(role);
    return role;
  }

  /** Changes name or description of a role. Returns false, and changes nothing, if the name is taken by another role. */
  change(role: Role, changes: Partial<RoleText>): boolean {
    const { name: oldName } = role;
    const { name = oldName } = changes;
    if (name !== oldName && this.#isTaken(name)) return false;
    const users = name === oldName ? [] : this.usersOf(role);
    Object.assign(role, changes);
    this.save(role);
    for (const user of users) {
      this.#setRoles(
        user,
        user.roles.map((own) => (own === oldName ? name : own)),
      );
    }
    return true;
  }

  /** Saves a role whose permissions were changed. */
  save(role: Role): void {
    this.#roles.set(role.id, role);
    this.#saved.set(role.id, role);
  }

  /** Removes a role, and takes it from its users. */
  remove(role: Role): void {
    for (const user of this.usersOf(role)) this.takeFrom(user, role);
    this.#roles.delete(role.id);
    this.#saved.delete(role.id);
  }

  /** Gives a role to a user. Does nothing if the user has the role. */
  giveTo(user: User, { name }: Role): void {
    if (!user.roles.includes(name)) this.#setRoles(user, [...user.roles, name]);
  }

  /** Takes a role from a user. Does nothing if the user does not have the role. */
  takeFrom(user: User, { name }: Role): void {
    if (!user.roles.includes(name)) return;
    this.#setRoles(
      user,
      user.roles.filter((own) => own !== name),
    );
  }

  #isTaken(name: string): boolean {
    return this.all().some((role) => role.name === name);
  }

  #setRoles(user: User, roles: string[]): void {
    user.roles = roles;
    this.#users.save(user);
  }
}

/** Derives the ID of a role of the settings file from its name, so that each new state has the same. */
function seededRoleId(name: string): string {
  const digest = createHash('sha256').update(name).digest();
  return roleId((index) => (digest[index] ?? 0) % letters.length);
}

function newRoleId(): string {
  return roleId(() => randomInt(letters.length));
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function roleId(positionOf: (index: number) => number): string {
  return `rol_${Array.from({ length: 16 }, (_, index) => letters.charAt(positionOf(index))).join('')}`;
}
