import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TenantSettings } from '../../src/tenant/settings/settings.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let local: Local;
let later: number;
const now = () => new Date(Date.now() + later);
let stateDir: string;
beforeEach(async () => {
  later = 0;
  stateDir = temporaryFolder();
  const settings = ({ client_grants: [machine] }: TenantSettings) => {
    machine?.scope.push('delete:users');
  };
  local = await startLocal({ now, settings, env: { STATE_DIR: stateDir } });
});
afterEach(() => local.close());

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const ask = async (mutation: string, input: object, token?: string) =>
  (await mutate(local.gateway, mutation, input, { token })).result;
/** Logs in a second after the last login. Within the same second, Auth0 would issue the same access token again. */
async function login(username = 'user@example.com'): Promise<Tokens> {
  later += 1000;
  const session = await ask('login', { username, password: seededPassword });
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Tokens;
}
async function refresh({ refreshToken }: Tokens): Promise<Tokens> {
  later += 1000;
  return (await ask('refresh', { refreshToken })) as unknown as Tokens;
}
const logout = (input: object, token?: string) => ask('logout', input, token);
const alive = { id: expect.any(String) };
async function look({ accessToken }: Tokens): Promise<unknown> {
  const { data, errors } = await local.gateway.request('{ me { id } }', { token: accessToken });
  return errors?.[0]?.extensions['reason'] ?? data?.['me'];
}
const refreshed = async ({ refreshToken }: Tokens) =>
  (await ask('refresh', { refreshToken })).__typename;
const everything = {
  __typename: 'LoggedOut',
  accessTokenRevoked: true,
  refreshTokenRevoked: true,
  everywhere: true,
};

describe('S04: logout of this sign-in', () => {
  it.each([
    ['by its newest tokens', ({ refreshToken }: Tokens) => ({ refreshToken }), true],
    ['by a bearer alone', () => ({}), true],
    ['by a refresh token alone', ({ refreshToken }: Tokens) => ({ refreshToken }), false],
  ])('ends all that came of it, %s, and nothing else', async (_how, input, withBearer) => {
    const [phone, desktop] = [await login(), await login()];
    const newer = await refresh(phone);
    const bearer = withBearer ? newer.accessToken : undefined;
    expect(await logout(input(newer), bearer)).toEqual(everything);
    expect(await look(phone)).toBe('TOKEN_REVOKED');
    expect(await look(newer)).toBe('TOKEN_REVOKED');
    expect(await refreshed(newer)).toBe('InvalidRefreshToken');
    expect(await look(desktop)).toEqual(alive);
    expect(await refreshed(desktop)).toBe('Session');
  });

  it('Auth0 hears of a refresh token of it, as soon as somebody shows it', async () => {
    const phone = await login();
    await logout({}, phone.accessToken);
    const revocations = async () =>
      (await local.tenantLog()).filter(({ type }) => type === 'srrt').length;
    expect(await revocations()).toBe(0);
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await revocations()).toBe(1);
  });

  it('holds after a restart', async () => {
    const [phone, desktop] = [await login(), await login()];
    await logout({}, phone.accessToken);
    await restart();
    expect(await look(phone)).toBe('TOKEN_REVOKED');
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await look(desktop)).toEqual(alive);
    // A logout after the restart also ends the tokens from before it.
    const newer = await refresh(desktop);
    await logout({ refreshToken: newer.refreshToken });
    expect(await look(desktop)).toBe('TOKEN_REVOKED');
  });
});

describe('S04: logout everywhere', () => {
  it('ends every sign-in of the person, and nobody else’s', async () => {
    const [phone, desktop, other] = [
      await login(),
      await login(),
      await login('admin@example.com'),
    ];
    expect(await logout({ scope: 'ALL' }, desktop.accessToken)).toEqual(everything);
    for (const tokens of [phone, desktop]) {
      expect(await look(tokens)).toBe('TOKEN_REVOKED');
      expect(await refreshed(tokens)).toBe('InvalidRefreshToken');
    }
    expect(await look(other)).toEqual(alive);
    expect(await refreshed(other)).toBe('Session');
  });

  it('a login in the same second is good, and what it replaces is not', async () => {
    const phone = await login();
    await logout({ scope: 'ALL' }, phone.accessToken);
    const session = await ask('login', { username: 'user@example.com', password: seededPassword });
    const next = session as unknown as Tokens;
    expect(await look(next)).toEqual(alive);
    expect(await refreshed(next)).toBe('Session');
    expect(await look(phone)).toBe('TOKEN_REVOKED');
  });

  it.each([{}, { refreshToken: 'unknown' }])(
    'wants something that names the user, not %j',
    async (input) => {
      const { result, errors } = await mutate(local.gateway, 'logout', { scope: 'ALL', ...input });
      expect(result.__typename).toBe('none');
      expect(errors).toMatchObject([
        { extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' } },
      ]);
    },
  );

  it('a refresh token that nobody has recorded is exchanged, refused and revoked', async () => {
    const old = await login();
    // The new process has no file of recorded sign-ins.
    await restart(temporaryFolder());
    const next = await login();
    expect(await logout({ scope: 'ALL' }, next.accessToken)).toEqual(everything);
    expect(await look(old)).toBe('TOKEN_REVOKED');
    expect(await refreshed(old)).toBe('InvalidRefreshToken');
    expect((await local.tenantLog()).map(({ type }) => type)).toContain('srrt');
  });
});

describe('S12: what the provider says at a refresh', () => {
  it('of somebody who is blocked ends every access token of theirs', async () => {
    const [phone, desktop] = [await login(), await login()];
    await local.manage('PATCH', `users/${await idOf(phone)}`, { blocked: true });
    expect(await look(desktop)).toEqual(alive);
    expect(await refreshed(phone)).toBe('AccountBlocked');
    expect([await look(phone), await look(desktop)]).toEqual(['TOKEN_REVOKED', 'TOKEN_REVOKED']);
  });

  it('of somebody who is deleted ends the sign-in', async () => {
    const phone = await login();
    await local.manage('DELETE', `users/${await idOf(phone)}`);
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await look(phone)).toBe('TOKEN_REVOKED');
  });

  it('of a refresh token that is used twice ends the sign-in, and no other', async () => {
    const [phone, desktop] = [await login(), await login()];
    const newer = await refresh(await refresh(phone));
    later += 60_000;
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect([await look(phone), await look(newer)]).toEqual(['TOKEN_REVOKED', 'TOKEN_REVOKED']);
    expect(await look(desktop)).toEqual(alive);
  });
});

describe('a revoked token names the event that revoked it, also after a restart:', () => {
  const once = (tokens: Tokens) => logout({}, tokens.accessToken);

  it.each<[string, (phone: Tokens) => Promise<unknown>]>([
    ['LOGOUT', once],
    ['LOGOUT_EVERYWHERE', (phone) => logout({ scope: 'ALL' }, phone.accessToken)],
    [
      'PASSWORD_CHANGED',
      (phone) => {
        const input = { currentPassword: seededPassword, newPassword: 'Purple-Kettle-9-Violin' };
        return ask('changePassword', input, phone.accessToken);
      },
    ],
    [
      'REFRESH_TOKEN_REUSED',
      async (phone) => {
        await refresh(await refresh(phone));
        later += 60_000;
        return refreshed(phone);
      },
    ],
    [
      'REFRESH_TOKEN_REFUSED',
      async (phone) => {
        await local.manage('DELETE', `users/${await idOf(phone)}`);
        return refreshed(phone);
      },
    ],
    [
      'ACCOUNT_BLOCKED',
      async (phone) => {
        await local.manage('PATCH', `users/${await idOf(phone)}`, { blocked: true });
        return refreshed(phone);
      },
    ],
  ])('%s', async (cause, revoke) => {
    const phone = await login();
    await revoke(phone);
    expect(await causeFor(phone)).toBe(cause);
    // A front end that is refused logs out, and another event may follow: the first one counts.
    await once(phone);
    expect(await causeFor(phone)).toBe(cause);
    await restart();
    expect(await causeFor(phone)).toBe(cause);
  });

  it('a second event ends the tokens issued since, and takes nothing from the first', async () => {
    const phone = await login();
    const input = { currentPassword: seededPassword, newPassword: 'Purple-Kettle-9-Violin' };
    later += 60_000;
    const changed = (await ask('changePassword', input, phone.accessToken)) as unknown as Tokens;
    later += 60_000;
    await logout({ scope: 'ALL' }, changed.accessToken);
    const told = async () => [await causeFor(phone), await causeFor(changed)];
    expect(await told()).toEqual(['PASSWORD_CHANGED', 'LOGOUT_EVERYWHERE']);
    await restart();
    expect(await told()).toEqual(['PASSWORD_CHANGED', 'LOGOUT_EVERYWHERE']);
  });

  async function causeFor({ accessToken }: Tokens): Promise<unknown> {
    const { errors } = await local.gateway.request('{ me { id } }', { token: accessToken });
    expect(errors).toMatchObject([{ extensions: { reason: 'TOKEN_REVOKED' } }]);
    return errors?.[0]?.extensions['revokedBy'];
  }
});

async function idOf(tokens: Tokens): Promise<string> {
  const me = (await look(tokens)) as { id: string };
  return encodeURIComponent(me.id);
}

/** Replaces the gateway by a new process, which has only the folder of the old one. */
async function restart(folder = stateDir): Promise<void> {
  await local.gateway.close();
  const gateway = await local.anotherGateway({ STATE_DIR: folder });
  const { tenant } = local;
  const close = async () => {
    await gateway.close();
    await tenant.close();
  };
  local = { ...local, gateway, close };
}
