import { z } from 'zod';
import type { DirectoryUser, RecordSearch } from '../identity/directory.ts';
import { ManagementDataSource, quote } from './management-data-source.ts';
import { flag, lacking, read } from './wire.ts';

/** Member of `app_metadata` that holds the gateway's record of a user. */
const recordName = 'gatehouse_invitation';

/** Members of a user in a write. */
export interface UserChanges {
  password?: string;
  connection?: string;
  blocked?: boolean;
  email_verified?: boolean;
  name?: string;
  record?: object;
}

/** A user as Auth0 sends it, with the connection in place of the realm. */
export interface ConnectionUser extends Omit<DirectoryUser, 'realm'> {
  connection: string | undefined;
}

/**
 * Users of Auth0's Management API, for administrators. Each method sends one request, and rejects like the methods of
 * `AuthenticationAPI`.
 *
 * @see https://auth0.com/docs/api/management/v2
 */
export class ManagementUsers extends ManagementDataSource {
  /** Reads a user. Needs `read:users`. */
  async user(id: string): Promise<ConnectionUser> {
    return this.#toUser(await this.get(`api/v2/users/${encodeURIComponent(id)}`));
  }

  /** Lists the users who have an e-mail address, in all connections. Needs `read:users`. */
  async withEmail(email: string): Promise<ConnectionUser[]> {
    const found: unknown = await this.get('api/v2/users-by-email', { params: { email } });
    const noteOddMember = this.oddMembers.of('api/v2/users-by-email');
    return read(z.array(userResponse), found, noteOddMember).map(toUser);
  }

  /**
   * Searches users with a record, the newest first. Needs `read:users`.
   *
   * @param connections - connections to search
   * @param page - `number` counts from 0. Auth0 returns no user beyond the first 1,000
   */
  async search(
    { connections, state, until }: SearchedRecords,
    page: { number: number; size: number },
  ): Promise<{ users: ConnectionUser[]; total: number }> {
    const member = `app_metadata.${recordName}`;
    const named = connections.map((name) => `identities.connection:${quote(name)}`);
    const q = [
      state === undefined ? `_exists_:${member}.state` : `${member}.state:${quote(state)}`,
      ...(until === undefined ? [] : [`${member}.until:${rangeOf(until)}`]),
      `(${named.join(' OR ')})`,
    ].join(' AND ');
    const params = {
      ...{ q, search_engine: 'v3', sort: 'created_at:-1', include_totals: 'true' },
      ...{ page: String(page.number), per_page: String(page.size) },
    };
    const found: unknown = await this.get('api/v2/users', { params });
    const { users, total } = read(searchResponse, found, this.oddMembers.of('api/v2/users'));
    return { users: users.map(toUser), total };
  }

  /** Creates a user without sending a mail. Needs `create:users`. */
  async create(user: {
    connection: string;
    email: string;
    password: string;
    name: string | undefined;
    record: object;
  }): Promise<ConnectionUser> {
    const { record, name, ...members } = user;
    const body = {
      ...members,
      ...(name !== undefined && { name }),
      ...{ blocked: true, email_verified: false, verify_email: false },
      app_metadata: { [recordName]: record },
    };
    return this.#toUser(await this.post('api/v2/users', { body }));
  }

  /** Changes members of a user, all in one write. Needs `update:users`. */
  async change(id: string, { record, ...members }: UserChanges): Promise<void> {
    const body = { ...members, ...(record && { app_metadata: { [recordName]: record } }) };
    await this.patch(`api/v2/users/${encodeURIComponent(id)}`, { body });
  }

  #toUser(answer: unknown): ConnectionUser {
    return toUser(read(userResponse, answer, this.oddMembers.of('api/v2/users/{id}')));
  }
}

/** A search for records in connections. */
export interface SearchedRecords extends Pick<RecordSearch, 'state' | 'until'> {
  connections: readonly string[];
}

function rangeOf(until: NonNullable<RecordSearch['until']>): string {
  return 'from' in until ? `[${until.from} TO *]` : `[0 TO ${until.before - 1}]`;
}

const userResponse = z.object({
  user_id: z.string().min(1),
  email: z.string().min(1).optional(),
  email_verified: flag.optional(),
  name: z.string().optional(),
  blocked: z.unknown().optional(),
  app_metadata: z.record(z.string(), z.unknown()).optional(),
  identities: z.array(z.object({ connection: z.string(), provider: z.string() })),
});

const searchResponse = z.object({ users: z.array(userResponse), total: z.int() });

function toUser(user: z.output<typeof userResponse>): ConnectionUser {
  const [main] = user.identities;
  // An unreadable value is an error, so that the gateway never treats a blocked user as not blocked.
  const blocked = flag.nullish().safeParse(user.blocked);
  if (!blocked.success) throw lacking('blocked');
  return {
    id: user.user_id,
    email: user.email,
    emailVerified: user.email_verified ?? false,
    name: user.name,
    connection: main?.provider === 'auth0' ? main.connection : undefined,
    isBlocked: blocked.data ?? false,
    record: user.app_metadata?.[recordName],
  };
}
