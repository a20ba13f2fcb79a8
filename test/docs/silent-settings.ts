import { expect } from '@jest/globals';
import type { Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import {
  withAction,
  withClient,
  withConnectionOptions,
  withSettings,
  type Start,
} from './changed-tenant.ts';
import { login, logout, me, refresh, signup } from './documents.ts';

/** A switch whose wrong setting the gateway cannot log, and a check that shows its effect. */
export interface SilentSetting {
  start: Start<Local>;
  notice: (local: Local) => Promise<void>;
}

interface Outcome {
  __typename: string;
  accessToken?: string;
  refreshToken?: string;
  rules?: unknown[];
}

const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };
/** Header in which a proxy tells the end user's address. */
const fromElsewhere = { 'x-forwarded-for': '203.0.113.7' };

/** The rows of docs/connect-auth0.md that have "none" as their log line. */
export const silentSettings: Record<string, SilentSetting> = {
  'Application type': {
    start: withClient({ app_type: 'native' }, behindProxy),
    notice: addressIsNotBelieved,
  },
  'Trust Token Endpoint IP Header': {
    start: withClient({ is_token_endpoint_ip_header_trusted: false }, behindProxy),
    notice: addressIsNotBelieved,
  },
  'OIDC Conformant': {
    start: withClient({ oidc_conformant: false }),
    notice: async (local) => {
      const { refreshToken } = await outcomeOf(local, login());
      const renewed = await outcomeOf(local, refresh(refreshToken));
      expect(renewed).toMatchObject({ __typename: 'Session', refreshToken });
    },
  },
  'Refresh Token Rotation': {
    start: withSettings(({ clients }) => (present(clients[0]).refresh_token.leeway = 0)),
    notice: async (local) => {
      const { refreshToken } = await outcomeOf(local, login());
      const first = await outcomeOf(local, refresh(refreshToken));
      const second = await outcomeOf(local, refresh(refreshToken));
      expect(second.refreshToken).toBe(first.refreshToken);
      const afterwards = await outcomeOf(local, refresh(first.refreshToken));
      expect(typesOf(first, second, afterwards)).toEqual(['Session', 'Session', 'Session']);
    },
  },
  'Roles and permissions': {
    start: withSettings(({ users }) => {
      for (const user of users) Object.assign(user, { roles: [], permissions: [] });
    }),
    notice: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: [], permissions: [] });
    },
  },
  'Password policy': {
    start: withConnectionOptions({ passwordPolicy: 'excellent' }),
    notice: async (local) => {
      const { __typename, rules } = await outcomeOf(local, signup('new@example.com', 'Abcdef-1'));
      expect(__typename).toBe('WeakPassword');
      expect(rules).toContainEqual({ code: 'lengthAtLeast', met: false });
    },
  },
  'Taken addresses': {
    start: withSettings(({ tenant }) => {
      tenant.flags.enable_public_signup_user_exists_error = true;
    }),
    notice: async (local) => {
      const { __typename } = await outcomeOf(local, signup('user@example.com'));
      expect(__typename).toBe('UserExists');
    },
  },
  'Brute-force protection': {
    start: withSettings(({ attack_protection: { brute_force_protection } }) => {
      brute_force_protection.enabled = false;
    }),
    notice: async (local) => {
      const guesses: Outcome[] = [];
      for (let guess = 0; guess < 11; guess += 1) {
        guesses.push(await outcomeOf(local, login('user@example.com', 'wrong')));
      }
      expect(new Set(typesOf(...guesses))).toEqual(new Set(['InvalidCredentials']));
      expect(typesOf(await outcomeOf(local, login()))).toEqual(['Session']);
    },
  },
  'Suspicious IP throttling': {
    start: withSettings(({ attack_protection: { suspicious_ip_throttling } }) => {
      suspicious_ip_throttling.stage['pre-user-registration'].max_attempts = 1;
    }, behindProxy),
    notice: async (local) => {
      const one = await outcomeOf(local, signup('one@example.com'), fromElsewhere);
      const other = await outcomeOf(local, signup('other@example.com'), fromElsewhere);
      expect(typesOf(one, other)).toEqual(['SignedUp', 'TooManyAttempts']);
      expect(await record(local, 'limit_mu')).toMatchObject({ ip: '127.0.0.1' });
    },
  },
  'Breached passwords': {
    start: withSettings(({ attack_protection: { breached_password_detection }, users }) => {
      Object.assign(breached_password_detection, { enabled: true, shields: ['block'] });
      present(users[0]).password = 'AUTH0-TEST-Horse-7-Battery';
    }),
    notice: async (local) => {
      const leaked = login('admin@example.com', 'AUTH0-TEST-Horse-7-Battery');
      expect(typesOf(await outcomeOf(local, leaked))).toEqual(['PasswordLeaked']);
    },
  },
  'Second factor': {
    start: withSettings(({ guardian }) => (guardian.policies = ['all-applications'])),
    notice: async (local) => {
      expect(typesOf(await outcomeOf(local, login()))).toEqual(['MfaEnrollmentRequired']);
      expect(await recordTypes(local)).toContain('mfar');
    },
  },
  Usernames: {
    start: withConnectionOptions({ requires_username: true }),
    notice: async (local) => {
      expect(typesOf(await outcomeOf(local, signup()))).toEqual(['InvalidInput']);
    },
  },
  'Action runs': {
    start: withSettings(({ actions }) => (actions['post-login'] = [])),
    notice: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: [], email: 'editor@example.com' });
    },
  },
  "Action's claim names": {
    start: withAction("api.accessToken.setCustomClaim('roles', event.authorization.roles);"),
    notice: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: [] });
    },
  },
  'What a revocation ends': {
    start: withSettings(({ tenant }) => (tenant.flags.revoke_refresh_token_grant = true)),
    notice: async (local) => {
      const [one, other] = [await outcomeOf(local, login()), await outcomeOf(local, login())];
      await outcomeOf(local, logout(present(one.refreshToken)));
      const { __typename } = await outcomeOf(local, refresh(other.refreshToken));
      expect(__typename).toBe('InvalidRefreshToken');
    },
  },
};

async function addressIsNotBelieved(local: Local): Promise<void> {
  expect(typesOf(await outcomeOf(local, login(), fromElsewhere))).toEqual(['Session']);
  expect(await record(local, 'sepft')).toMatchObject({ ip: '127.0.0.1', client_ip: '127.0.0.1' });
}

/** Sends a document with one mutation, and returns the outcome. */
async function outcomeOf(
  { gateway }: Local,
  document: string,
  headers: Record<string, string> = {},
): Promise<Outcome> {
  const { data } = await gateway.request<Record<string, Outcome>>(document, { headers });
  return present(Object.values(present(data))[0]);
}

function typesOf(...outcomes: Outcome[]): string[] {
  return outcomes.map(({ __typename }) => __typename);
}

/** Returns `me` of an account that has a role and a permission. */
async function editor(local: Local): Promise<unknown> {
  const { accessToken } = await outcomeOf(local, login('editor@example.com'));
  const { data } = await local.gateway.request<{ me: unknown }>(me, { token: accessToken });
  return data?.me;
}

async function recordTypes({ tenantLog }: Local): Promise<unknown[]> {
  return (await tenantLog()).map(({ type }) => type);
}

async function record({ tenantLog }: Local, type: string): Promise<Record<string, unknown>> {
  return present((await tenantLog()).find((entry) => entry['type'] === type));
}
