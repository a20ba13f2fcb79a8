import { startLocal, seededPassword, type Local, type LocalOptions } from '../support/local.ts';
import { mutate, type Mutated } from '../support/mutate.ts';

export const newPassword = 'Brand-New-9-Giraffe';

/** A tenant with a gateway, and what tests of invitations do with them. */
export interface BackOfficeScene extends Local {
  /** Signs in, and returns the access token. */
  tokenOf: (email: string, password?: string) => Promise<string>;
  /** Invites a person as an administrator. */
  invite: (input: object, as?: string) => Promise<Mutated>;
  /** Returns the token in the newest mail to an address. */
  tokenFor: (email: string) => Promise<string>;
  accept: (token: string, more?: object) => Promise<Mutated>;
  login: (email: string, password?: string) => Promise<Mutated>;
  /** Reads a user by the Management API. */
  userOf: (email: string) => Promise<ManagedUser>;
  rolesOf: (email: string) => Promise<string[]>;
}

interface ManagedUser {
  user_id: string;
  blocked?: boolean;
  email_verified: boolean;
  name: string;
  app_metadata?: { gatehouse_invitation?: Record<string, unknown> };
}

export async function startBackOffice(options: LocalOptions = {}): Promise<BackOfficeScene> {
  const local = await startLocal({
    ...options,
    settings: (settings) => {
      // The tests of a file share the limit of Management calls.
      settings.management_api_rate_limit = { burst: 100_000, per_second: 1000 };
      const { users } = settings;
      const [first] = users;
      if (!first) throw new Error('no seeded user');
      users.push({
        ...first,
        user_id: 'auth0|6500000000000000000000c1',
        email: 'support@example.com',
        name: 'Sue Support',
        roles: ['support'],
      });
      options.settings?.(settings);
    },
  });
  const { gateway } = local;
  const login = async (username: string, password = seededPassword) =>
    (await mutate(gateway, 'login', { username, password })).result;
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (email: string, password?: string) => {
    const known = tokens.get(email) ?? login(email, password).then((s) => String(s['accessToken']));
    tokens.set(email, known);
    return known;
  };
  const userOf = async (email: string) => {
    const users = await local.manage('GET', `users-by-email?email=${encodeURIComponent(email)}`);
    const [user] = users as ManagedUser[];
    if (!user) throw new Error(`no user ${email}`);
    return user;
  };
  return {
    ...local,
    tokenOf,
    login,
    userOf,
    invite: async (input, as = 'admin@example.com') => {
      const token = await tokenOf(as);
      return (await mutate(gateway, 'inviteUser', input, { token })).result;
    },
    tokenFor: async (email) => {
      const { links: [link = ''] = [] } = await local.lastMessage(email);
      return tokenIn(link);
    },
    accept: async (token, more = {}) => {
      const input = { token, password: newPassword, ...more };
      return (await mutate(gateway, 'acceptInvitation', input)).result;
    },
    rolesOf: async (email) => {
      const { user_id } = await userOf(email);
      const roles = await local.manage('GET', `users/${encodeURIComponent(user_id)}/roles`);
      return (roles as { name: string }[]).map(({ name }) => name);
    },
  };
}

/** Returns the token in the link of an invitation. */
export function tokenIn(link: string): string {
  return new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
}
