import { expect } from '@jest/globals';
import type { Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { withConnectionOptions, withSettings, type Start } from './changed-tenant.ts';
import { login, logout, refresh, signup } from './documents.ts';
import { editor, outcomeOf, type Outcome } from './use.ts';

/** A switch whose wrong setting the gateway cannot log, and a check that shows its effect. */
export interface SilentSetting {
  start: Start<Local>;
  notice: (local: Local) => Promise<void>;
}

/** Rows of docs/connect-auth0.md without a line: the gateway cannot know, or every choice is right. */
export const silentSettings: Record<string, SilentSetting> = {
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

function typesOf(...outcomes: Outcome[]): string[] {
  return outcomes.map(({ __typename }) => __typename);
}

async function recordTypes({ tenantLog }: Local): Promise<unknown[]> {
  return (await tenantLog()).map(({ type }) => type);
}
