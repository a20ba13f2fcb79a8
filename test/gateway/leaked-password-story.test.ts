import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../support/browser-tab.ts';
import { choosePassword, lastLink } from '../support/choose-password.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local, type LocalOptions } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const username = 'user@example.com';
const better = 'Purple-Kettle-9-Violin';

let local: Local;
let gateway: TestGateway;
let stateDir: string;
beforeEach(() => {
  stateDir = temporaryFolder();
});
afterEach(async () => {
  await gateway.close();
  await local.tenant.close();
});

async function start({ env, ...options }: LocalOptions = {}): Promise<void> {
  local = await startLocal({ ...options, env: { STATE_DIR: stateDir, ...env } });
  ({ gateway } = local);
}

/** Starts the gateway anew, with the same files. */
async function restart(): Promise<void> {
  await gateway.close();
  gateway = await local.anotherGateway({});
  local.tenant.useHook(gateway.hookUrl ?? '');
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const ask = async (mutation: string, input: object, token?: string) =>
  (await mutate(gateway, mutation, input, { token })).result;
async function login(password = seededPassword): Promise<Tokens> {
  const session = await ask('login', { username, password });
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Tokens;
}
async function look({ accessToken }: Tokens): Promise<unknown> {
  const { data, errors } = await gateway.request('{ me { email } }', { token: accessToken });
  return errors?.[0]?.extensions['revokedBy'] ?? data?.['me'];
}
const refreshed = async ({ refreshToken }: Tokens) =>
  (await ask('refresh', { refreshToken })).__typename;
const alive = { email: username };

/** The owner of the account chooses another password, by the link of a mail. */
async function reset(password = better): Promise<void> {
  expect((await ask('requestPasswordReset', { username })).__typename).toBe(
    'PasswordResetRequested',
  );
  const link = await lastLink(local.tenant.url, username);
  expect(await choosePassword(link, password)).toContain('The password is set');
}
/** Waits until the tenant's Action has told this process of the gateway of a change. */
async function told(): Promise<void> {
  const hooks = () => gateway.log().filter(({ operation }) => operation === 'passwordChanged');
  while (hooks().length === 0) await wait(20);
  expect(hooks()).toEqual([expect.objectContaining({ outcome: 'SignInsEnded' })]);
}
const withoutHook: LocalOptions = {
  settings: ({ actions }) => {
    actions['post-change-password'] = [];
  },
};
const withoutClaim: LocalOptions = {
  settings: ({ actions }) => {
    actions['post-login'] = [];
  },
};

it('S13: a leaked password: its owner chooses another one by the link of a mail, and the intruder is out', async () => {
  await start();
  const intruder = await login();
  const tab = new BrowserTab(gateway);
  await tab.signIn(username);
  expect([await look(intruder), await tab.look()]).toEqual([alive, expect.any(String)]);
  local.tenant.settings.guardian.policies = ['all-applications'];
  const waiting = await ask('login', { username, password: seededPassword });
  expect(waiting).toMatchObject({ __typename: 'MfaEnrollmentRequired' });
  local.tenant.settings.guardian.policies = [];

  await reset();
  await told();

  expect(await look(intruder)).toBe('PASSWORD_CHANGED');
  expect(await refreshed(intruder)).toBe('InvalidRefreshToken');
  expect(await tab.look()).toBe('SESSION_ENDED');
  const { mfaToken } = waiting;
  expect(await ask('enrollFactor', { mfaToken, type: 'TOTP' })).toMatchObject({
    __typename: 'MfaTokenExpired',
  });
  expect(await ask('login', { username, password: seededPassword })).toMatchObject({
    __typename: 'InvalidCredentials',
  });

  const owner = await login(better);
  await restart();
  expect(await look(owner)).toEqual(alive);
  expect(await look(intruder)).toBe('PASSWORD_CHANGED');
  expect(await refreshed(intruder)).toBe('InvalidRefreshToken');
  expect(await refreshed(owner)).toBe('Session');
  expect(await look(owner)).toEqual(alive);
});

describe('S13: a password changed by an administrator', () => {
  it('ends what is from before it', async () => {
    await start();
    const session = await ask('login', { username, password: seededPassword });
    const { id } = session['user'] as { id: string };
    await local.manage('PATCH', `users/${encodeURIComponent(id)}`, { password: better });
    await told();
    expect(await look(session as unknown as Tokens)).toBe('PASSWORD_CHANGED');
    expect(await look(await login(better))).toEqual(alive);
  });
});

describe('S13: a reset', () => {
  it('with the post-login Action alone ends the others at the next login', async () => {
    await start(withoutHook);
    const [phone, desktop] = [await login(), await login()];
    await reset();
    expect([await look(phone), await look(desktop)]).toEqual([alive, alive]);
    const owner = await login(better);
    for (const tokens of [phone, desktop]) {
      expect(await look(tokens)).toBe('PASSWORD_CHANGED');
      expect(await refreshed(tokens)).toBe('InvalidRefreshToken');
    }
    expect(await look(owner)).toEqual(alive);
    expect(await refreshed(owner)).toBe('Session');
  });

  it('with the post-login Action alone ends a sign-in, and all others, at its refresh', async () => {
    await start(withoutHook);
    const [phone, desktop] = [await login(), await login()];
    await reset();
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect([await look(phone), await look(desktop)]).toEqual([
      'PASSWORD_CHANGED',
      'PASSWORD_CHANGED',
    ]);
  });

  it('with the hook alone ends what began before it, and the log says what is missing', async () => {
    await start(withoutClaim);
    const phone = await login();
    await wait(1100); // Auth0 tells in whole seconds when it has issued a token.
    await reset();
    await told();
    const owner = await login(better);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await look(owner)).toEqual(alive);
    expect(await refreshed(owner)).toBe('Session');
    expect(gateway.logText()).toContain('does not tell when the password was changed');
  });

  it('with neither ends nothing', async () => {
    await start({
      settings: ({ actions }) => {
        Object.assign(actions, { 'post-login': [], 'post-change-password': [] });
      },
    });
    const phone = await login();
    await reset();
    const owner = await login(better);
    expect([await look(phone), await look(owner)]).toEqual([alive, alive]);
    expect(await refreshed(phone)).toBe('Session');
  });
});

describe('S13: the session of changePassword', () => {
  const change = async ({ accessToken }: Tokens, currentPassword = seededPassword) => {
    const input = { currentPassword, newPassword: better };
    const session = await ask('changePassword', input, accessToken);
    expect(session).toMatchObject({ __typename: 'Session' });
    return session as unknown as Tokens;
  };

  it.each<[string, LocalOptions]>([
    ['both Actions', {}],
    ['the hook alone', withoutClaim],
    ['the post-login Action alone', withoutHook],
  ])('goes on after the hook, with %s, and ends with the next change', async (_how, options) => {
    await start(options);
    const session = await change(await login());
    if (options !== withoutHook) await told();
    expect(await look(session)).toEqual(alive);
    const next = (await ask('refresh', {
      refreshToken: session.refreshToken,
    })) as unknown as Tokens;
    expect(await look(next)).toEqual(alive);
    await restart();
    expect([await look(session), await look(next)]).toEqual([alive, alive]);

    await reset('Yellow-Kettle-9-Violin');
    if (options === withoutHook) await login('Yellow-Kettle-9-Violin');
    else await told();
    expect([await look(session), await look(next)]).toEqual([
      'PASSWORD_CHANGED',
      'PASSWORD_CHANGED',
    ]);
    expect(await refreshed(next)).toBe('InvalidRefreshToken');
  });
});
