import { expect } from '@jest/globals';
import type { Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { withConnectionOptions, withSettings, type Start } from './changed-tenant.ts';
import { login, logout, me, refresh, signup } from './documents.ts';
import { editor, eventually, outcomeOf, type Outcome } from './use.ts';

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
  'Post-change-password Action': {
    start: withSettings(({ actions }) => (actions['post-change-password'] = [])),
    notice: async (local) => {
      const session = await outcomeOf(local, login('user@example.com'));
      await changePasswordElsewhere(local);
      expect(await isSignedIn(local, session)).toBe(true);
      expect(local.gateway.logText()).not.toContain('"operation":"passwordChanged"');
      await outcomeOf(local, login('user@example.com', 'Purple-Kettle-9-Violin'));
      expect(await isSignedIn(local, session)).toBe(false);
    },
  },
  'Secret of the hook': {
    start: withSettings(({ actions: { secrets } }) => {
      secrets['GATEHOUSE_HOOK_SECRET'] = 'another-secret-NOT-FOR-PRODUCTION';
    }),
    notice: async (local) => {
      await changePasswordElsewhere(local);
      const failed = async () =>
        (await local.tenantLog()).find(({ type }) => type === 'actions_execution_failed');
      await eventually(async () => (await failed()) !== undefined);
      expect(await failed()).toMatchObject({
        description: 'Error: The gateway does not know of the change: status 401',
      });
      expect(local.gateway.log()).toContainEqual(
        expect.objectContaining({ msg: 'request refused', status: 401 }),
      );
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

/** An administrator changes the password of user@example.com. */
async function changePasswordElsewhere({ manage }: Local): Promise<void> {
  const users = (await manage('GET', 'users-by-email?email=user@example.com')) as {
    user_id: string;
  }[];
  const id = encodeURIComponent(present(users[0]).user_id);
  await manage('PATCH', `users/${id}`, { password: 'Purple-Kettle-9-Violin' });
}

async function isSignedIn({ gateway }: Local, { accessToken }: Outcome): Promise<boolean> {
  const { errors } = await gateway.request(me, { token: accessToken });
  return errors === undefined;
}

function typesOf(...outcomes: Outcome[]): string[] {
  return outcomes.map(({ __typename }) => __typename);
}

async function recordTypes({ tenantLog }: Local): Promise<unknown[]> {
  return (await tenantLog()).map(({ type }) => type);
}
