import { z } from 'zod';
import { connectionOptions, type ConnectionOptions } from './connection-options.ts';
import { ManagementDataSource, quote } from './management-data-source.ts';
import { flag, lacking, read, type NoteOddMember } from './wire.ts';

/** Members of a user that the gateway needs. */
export interface ManagedUser {
  id: string;
  emailVerified: boolean;
  /** Whether an administrator has blocked the user. */
  isBlocked: boolean;
  /** Identities of the user in database connections. The main identity is first, linked identities follow. */
  identities: DatabaseIdentity[];
}

/** An identity in a database connection, with its own names. */
export interface DatabaseIdentity {
  connection: string;
  username: string | undefined;
  email: string | undefined;
  phoneNumber: string | undefined;
}

/**
 * Auth0's Management API. Each method sends one request, and rejects like the methods of `AuthenticationAPI`.
 *
 * @see https://auth0.com/docs/api/management/v2
 */
export class ManagementAPI extends ManagementDataSource {
  /** Reads a user. Needs the scope `read:users`. */
  async user(id: string): Promise<ManagedUser> {
    const found: unknown = await this.get(`api/v2/users/${encodeURIComponent(id)}`);
    const noteOddMember = this.oddMembers.of('api/v2/users/{id}');
    return toUser(read(userResponse, found, noteOddMember), noteOddMember);
  }

  /** Finds an identity of a connection by its username. Needs `read:users`. */
  async identityNamed(username: string, connection: string): Promise<DatabaseIdentity | undefined> {
    const q = `username:${quote(username)} AND identities.connection:${quote(connection)}`;
    const users: unknown = await this.get('api/v2/users', { params: { q, search_engine: 'v3' } });
    const noteOddMember = this.oddMembers.of('api/v2/users');
    return read(z.array(userResponse), users, noteOddMember)
      .flatMap((user) => toUser(user, noteOddMember).identities)
      .find(
        (identity) =>
          identity.connection === connection &&
          identity.username?.toLowerCase() === username.toLowerCase(),
      );
  }

  /**
   * Sets the password of a user's identity. Auth0 thereby unblocks a user whom an administrator has blocked. Needs
   * `update:users`.
   */
  async setPassword(id: string, change: { password: string; connection: string }): Promise<void> {
    await this.patch(`api/v2/users/${encodeURIComponent(id)}`, { body: change });
  }

  /** Asks Auth0 to send a verification mail. Needs the scope `update:users`. */
  async sendVerificationEmail(user_id: string, client_id: string): Promise<void> {
    await this.post('api/v2/jobs/verification-email', { body: { user_id, client_id } });
  }

  /** Reads the settings of a connection. Returns undefined for an unknown name. Needs the scope `read:connections`. */
  async connection(name: string): Promise<ConnectionOptions | undefined> {
    const found: unknown = await this.get('api/v2/connections', { params: { name } });
    const connections = read(connectionsResponse, found, this.oddMembers.of('api/v2/connections'));
    return connections.find((connection) => connection.name === name)?.options;
  }

  /** Lists the names of the second factors that the tenant offers. Needs the scope `read:guardian_factors`. */
  async guardianFactors(): Promise<string[]> {
    const factors: unknown = await this.get('api/v2/guardian/factors');
    return read(factorsResponse, factors, this.oddMembers.of('api/v2/guardian/factors'))
      .filter(({ enabled }) => enabled)
      .map(({ name }) => name);
  }

  /** Reads the newest records of a user's password logins that are in Auth0's log. Needs `read:logs`. */
  async passwordExchanges(
    { user, clientId }: { user: string; clientId: string },
    signal: AbortSignal,
  ): Promise<PasswordExchange[]> {
    const q = `type:sepft AND user_id:${quote(user)} AND client_id:${quote(clientId)}`;
    const records: unknown = await this.get('api/v2/logs', {
      params: { q, per_page: '50' },
      signal: AbortSignal.any([signal, this.timeLimit()]),
    });
    return read(logResponse, records, this.oddMembers.of('api/v2/logs'))
      .filter(
        ({ type, user_id, client_id }) =>
          type === 'sepft' && user_id === user && client_id === clientId,
      )
      .map(({ date, ip, client_ip }) => ({ at: Date.parse(date), ip, clientIp: client_ip }));
  }

  /** Reads the settings of an application's refresh tokens. Needs `read:clients`. */
  async refreshTokenPolicy(clientId: string, signal: AbortSignal): Promise<RefreshTokenPolicy> {
    const found: unknown = await this.get(`api/v2/clients/${encodeURIComponent(clientId)}`, {
      params: { fields: 'refresh_token', include_fields: 'true' },
      signal: AbortSignal.any([signal, this.timeLimit()]),
    });
    const client = read(clientResponse, found, this.oddMembers.of('api/v2/clients/{id}'));
    return toRefreshTokenPolicy(client.refresh_token ?? {});
  }
}

/** Record of a successful password login in Auth0's log. */
export interface PasswordExchange {
  /** Milliseconds since the epoch. */
  at: number;
  /** Address by which Auth0 counts attempts. */
  ip: string;
  /** Address that connected to Auth0. */
  clientIp: string | undefined;
}

/** Settings of an application's refresh tokens, as far as Auth0 tells them. Lifetimes and `leeway` are in seconds. */
export interface RefreshTokenPolicy {
  rotates: boolean | undefined;
  /** Time for which the token before may be exchanged once more. */
  leeway: number | undefined;
  /** Undefined: a token does not end by its age, or nothing tells. */
  lifetime: number | undefined;
  /** Undefined: a token does not end because it is idle, or nothing tells. */
  idleLifetime: number | undefined;
}

const names = {
  username: z.string().min(1).optional(),
  email: z.string().min(1).optional(),
  phone_number: z.string().min(1).optional(),
};

const userResponse = z.object({
  user_id: z.string().min(1),
  email_verified: flag.optional(),
  blocked: z.unknown().optional(),
  ...names,
  identities: z.array(
    z.object({
      connection: z.string(),
      provider: z.string(),
      // Some social providers use numbers as ids.
      user_id: z.union([z.string(), z.number()]).optional(),
      // Names of a linked identity. The names of the user itself are those of the main identity.
      profileData: z.object(names).optional(),
    }),
  ),
});

function toUser(user: z.output<typeof userResponse>, noteOddMember: NoteOddMember): ManagedUser {
  if (user.email !== undefined && user.email_verified === undefined)
    noteOddMember('email_verified');
  return {
    id: user.user_id,
    emailVerified: user.email_verified ?? false,
    isBlocked: readBlocked(user.blocked),
    identities: toDatabaseIdentities(user, noteOddMember),
  };
}

function toDatabaseIdentities(
  user: z.output<typeof userResponse>,
  noteOddMember: NoteOddMember,
): DatabaseIdentity[] {
  const { user_id, identities } = user;
  return identities.flatMap(({ connection, provider, user_id: ownId, profileData }, index) => {
    if (provider !== 'auth0') return [];
    const isMain = ownId === undefined ? index === 0 : `${provider}|${ownId}` === user_id;
    const { username, email, phone_number } = (isMain ? user : profileData) ?? {};
    if ((username ?? email ?? phone_number) === undefined)
      noteOddMember(isMain ? 'email' : 'identities.profileData');
    return [{ connection, username, email, phoneNumber: phone_number }];
  });
}

/** Reads `blocked`. An unreadable value is an error, so that the gateway never treats a blocked user as not blocked. */
function readBlocked(value: unknown): boolean {
  const { data, success } = flag.nullish().safeParse(value);
  if (!success) throw lacking('blocked');
  return data ?? false;
}

const connectionsResponse = z.array(
  z.object({ name: z.string(), options: connectionOptions.optional() }),
);

const logResponse = z.array(
  z.object({
    date: z.string(),
    type: z.string(),
    ip: z.string(),
    client_ip: z.string().optional(),
    user_id: z.string().optional(),
    client_id: z.string().optional(),
  }),
);

const factorsResponse = z.array(z.object({ name: z.string(), enabled: flag }));

const clientResponse = z.object({
  refresh_token: z
    .object({
      rotation_type: z.string(),
      expiration_type: z.string(),
      leeway: z.number(),
      token_lifetime: z.number(),
      infinite_token_lifetime: flag,
      idle_token_lifetime: z.number(),
      infinite_idle_token_lifetime: flag,
    })
    .partial()
    .optional(),
});

function toRefreshTokenPolicy(
  policy: NonNullable<z.output<typeof clientResponse>['refresh_token']>,
): RefreshTokenPolicy {
  const { rotation_type, expiration_type, leeway } = policy;
  const isEndless = policy.infinite_token_lifetime ?? expiration_type === 'non-expiring';
  return {
    rotates: rotation_type === undefined ? undefined : rotation_type === 'rotating',
    leeway,
    lifetime: isEndless ? undefined : policy.token_lifetime,
    idleLifetime: policy.infinite_idle_token_lifetime ? undefined : policy.idle_token_lifetime,
  };
}
