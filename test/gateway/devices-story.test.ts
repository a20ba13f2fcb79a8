import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate, type Mutated } from '../support/mutate.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let local: Local;
/** Milliseconds by which the clock of gateway and tenant is ahead. */
let later: number;
const now = () => new Date(Date.now() + later);
let stateDir: string;
beforeEach(async () => {
  later = 0;
  stateDir = temporaryFolder();
  const env = { STATE_DIR: stateDir, TRUSTED_PROXIES: '127.0.0.1' };
  local = await startLocal({ now, env });
});
afterEach(() => local.close());

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
interface Device {
  id: string;
  createdAt: string | null;
  lastUsedAt: string;
  address: string;
  client: string;
  transport: string;
  current: boolean;
}

const minutes = 60_000;
/** Lifetime of an access token, in milliseconds. */
const day = 86_400_000;
const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1';

/** Headers of a client behind the proxy. */
const from = (address: string, userAgent = firefox) => ({
  'x-forwarded-for': address,
  'user-agent': userAgent,
});
const ask = async (mutation: string, input: object, token?: string, headers = {}) =>
  (await mutate(local.gateway, mutation, input, { token, headers })).result;

/** Logs in a second after the last login. Within the same second, Auth0 would issue the same access token again. */
async function login(
  headers = from('203.0.113.9'),
  username = 'user@example.com',
): Promise<Tokens> {
  later += 1000;
  const session = await ask('login', { username, password: seededPassword }, undefined, headers);
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Tokens;
}
async function refresh({ refreshToken }: Tokens, headers = from('203.0.113.9')): Promise<Tokens> {
  later += 1000;
  return (await ask('refresh', { refreshToken }, undefined, headers)) as unknown as Tokens;
}
const document = '{ devices { id createdAt lastUsedAt address client transport current } }';
async function devicesOf({ accessToken }: Tokens): Promise<Device[]> {
  const { data, errors } = await local.gateway.request<{ devices: Device[] }>(document, {
    token: accessToken,
  });
  expect(errors).toBeUndefined();
  return present(data).devices;
}
async function look({ accessToken }: Tokens): Promise<unknown> {
  const { data, errors } = await local.gateway.request('{ me { id } }', { token: accessToken });
  const { reason, revokedBy } = errors?.[0]?.extensions ?? {};
  return revokedBy ?? reason ?? (data?.['me'] ? 'alive' : 'none');
}
const refreshed = async ({ refreshToken }: Tokens) =>
  (await ask('refresh', { refreshToken })).__typename;
async function prove({ accessToken }: Tokens): Promise<string> {
  const proof = await ask('reauthenticate', { password: seededPassword }, accessToken);
  expect(proof).toMatchObject({ __typename: 'Reauthenticated' });
  return proof['mfaToken'] as string;
}
const everywhere = (result: Mutated) => [result.__typename, result['everywhere']];
const auditOf = (operation: string) =>
  local.gateway.log().filter((line) => line['operation'] === operation);

/** Stops the gateway, so that its log and its file are complete. */
async function stop(): Promise<void> {
  await local.gateway.close();
  const { gateway, tenant } = local;
  local = { ...local, gateway: { ...gateway, close: () => Promise.resolve() } };
  local.close = () => tenant.close();
}

/** Replaces the gateway by a new process, which has only the folder of the old one. */
async function restart(env: Record<string, string> = {}): Promise<void> {
  await stop();
  const gateway = await local.anotherGateway(env);
  const { tenant } = local;
  const close = async () => {
    await gateway.close();
    await tenant.close();
  };
  local = { ...local, gateway, close };
}

describe('S10: the list of devices', () => {
  it('has each sign-in of the user, the one of the latest use first', async () => {
    const desktop = await login();
    const begun = now().getTime();
    const phone = await login(from('2001:db8::7', safari));
    await login(from('198.51.100.1'), 'admin@example.com');
    const listed = await devicesOf(desktop);
    expect(listed).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{43}$/),
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        address: '2001:db8::7',
        client: 'Safari on iOS',
        transport: 'TOKENS',
        current: false,
      },
      expect.objectContaining({ client: 'Firefox on Ubuntu', current: true }),
    ]);
    const createdAt = Date.parse(present(present(listed[1]).createdAt));
    expect(Math.abs(createdAt - begun)).toBeLessThan(minutes);
    const ofPhone = await devicesOf(phone);
    expect(ofPhone.map(({ current }) => current)).toEqual([true, false]);
    expect(ofPhone.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
  });

  it('has the latest refresh of a device, its address and its client, under the same id', async () => {
    const phone = await login(from('203.0.113.9', safari));
    const [before] = await devicesOf(phone);
    later += 30 * minutes;
    const newer = await refresh(phone, from('198.51.100.7', safari));
    const [after, ...others] = await devicesOf(newer);
    expect(others).toEqual([]);
    expect(after).toMatchObject({
      id: present(before).id,
      createdAt: present(before).createdAt,
      address: '198.51.100.7',
      current: true,
    });
    const used = ({ lastUsedAt }: Device) => Date.parse(lastUsedAt);
    expect(used(present(after)) - used(present(before))).toBeGreaterThanOrEqual(30 * minutes);
  });

  it('lacks what has ended: by a logout, and by the expiry of a sign-in without a refresh token', async () => {
    const [desktop, phone] = [await login(), await login()];
    const session = await ask('login', {
      ...{ username: 'user@example.com', password: seededPassword, scopes: ['openid'] },
    });
    expect(session['refreshToken']).toBeNull();
    expect(await devicesOf(desktop)).toHaveLength(3);
    await ask('logout', { refreshToken: phone.refreshToken });
    expect(await devicesOf(desktop)).toHaveLength(2);
    later += day + minutes;
    expect(await devicesOf(await refresh(desktop))).toHaveLength(1);
  });

  it('has the 50 that were used last, and the 51st has ended', async () => {
    const first = await login(from('203.0.113.1', 'first/1'));
    const second = await login(from('203.0.113.2', 'second/1'));
    await refresh(first, from('203.0.113.1', 'first/1'));
    let last = first;
    for (let count = 0; count < 49; count += 1) {
      // Auth0 takes 10 logins a minute of one user.
      later += 6000;
      last = await login();
    }
    const names = async () => (await devicesOf(last)).map(({ client }) => client);
    expect(await names()).toHaveLength(50);
    expect(await names()).toContain('first');
    expect(await names()).not.toContain('second');
    const { errors } = await local.gateway.request(document, { token: second.accessToken });
    expect(errors).toMatchObject([
      { extensions: { reason: 'TOKEN_REVOKED', revokedBy: 'TOO_MANY_DEVICES' } },
    ]);
    const refused = await ask('refresh', { refreshToken: second.refreshToken });
    expect(refused.__typename).toBe('InvalidRefreshToken');
    expect(await names()).toHaveLength(50);
    expect(await names()).toContain('first');
  });

  it('needs a bearer', async () => {
    const { data, errors } = await local.gateway.request(document);
    expect(data).toEqual({ devices: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is the same after a restart, and after a change of the secret that the new process knows, too', async () => {
    const desktop = await login();
    const before = await devicesOf(desktop);
    await restart();
    expect(await devicesOf(desktop)).toEqual(before);
    const secret = 'another-secret-of-32-characters-and-more';
    const older = 'local-tenant-secret-NOT-FOR-PRODUCTION';
    await restart({ STATE_SECRETS: `${secret},${older}` });
    const [{ id: _, ...device } = present(before[0])] = before;
    expect(await devicesOf(desktop)).toMatchObject([device]);
    const ended = await ask('endDevice', { id: present(before[0]).id }, desktop.accessToken);
    expect(everywhere(ended)).toEqual(['DeviceEnded', true]);
  });

  it('has a sign-in from before the list, from its next refresh on', async () => {
    const old = await login();
    const text = await forgetDevices();
    expect(text).not.toContain('device');
    const desktop = await login();
    expect(await devicesOf(desktop)).toHaveLength(1);
    await refresh(old);
    expect(await devicesOf(desktop)).toHaveLength(2);
  });
});

describe('S10: the end of a device', () => {
  it('ends its tokens, and nothing else', async () => {
    const desktop = await login();
    const phone = await login(from('203.0.113.9', safari));
    const newer = await refresh(phone);
    const other = await login();
    const target = present((await devicesOf(desktop)).find(({ client }) => client.startsWith('F')));
    const id = present((await devicesOf(newer)).find(({ current }) => current)).id;
    expect(target.id).not.toBe(id);
    const ended = await ask('endDevice', { id }, desktop.accessToken);
    expect(everywhere(ended)).toEqual(['DeviceEnded', true]);
    expect(ended['devices']).toHaveLength(2);
    for (const tokens of [phone, newer]) expect(await look(tokens)).toBe('LOGOUT_ELSEWHERE');
    expect(await refreshed(newer)).toBe('InvalidRefreshToken');
    for (const tokens of [desktop, other]) {
      expect(await look(tokens)).toBe('alive');
      expect(await refreshed(tokens)).toBe('Session');
    }
  });

  it('ends the device that asks, too', async () => {
    const desktop = await login();
    const [device] = await devicesOf(desktop);
    const ended = await ask('endDevice', { id: present(device).id }, desktop.accessToken);
    expect(ended).toMatchObject({ __typename: 'DeviceEnded', devices: [] });
    expect(await look(desktop)).toBe('LOGOUT');
  });

  it.each([
    ['unknown', () => Promise.resolve('0Q3vX9cW7yq2mJdR5tZk8LhN1fGbVsPa4eUoYiKxTnM')],
    [
      "another user's",
      async () => {
        const [device] = await devicesOf(await login(from('203.0.113.9'), 'admin@example.com'));
        return present(device).id;
      },
    ],
    [
      'that of a device that has ended',
      async () => {
        const phone = await login();
        const [device] = await devicesOf(phone);
        await ask('logout', {}, phone.accessToken);
        return present(device).id;
      },
    ],
  ])('refuses an id that is %s', async (_how, findId) => {
    const id = await findId();
    const desktop = await login();
    expect(await ask('endDevice', { id }, desktop.accessToken)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'id',
      message: 'There is no such device.',
    });
    expect(await devicesOf(desktop)).toHaveLength(1);
  });

  it('needs a login or a proof of the last 10 minutes', async () => {
    const [phone, desktop] = [await login(), await login()];
    later += 11 * minutes;
    const newer = await refresh(desktop);
    const id = present((await devicesOf(phone)).find(({ current }) => current)).id;
    const end = (mfaToken?: string) =>
      ask('endDevice', { id, ...(mfaToken && { mfaToken }) }, newer.accessToken);
    expect(await end()).toMatchObject({
      __typename: 'ReauthenticationRequired',
      code: 'REAUTHENTICATION_REQUIRED',
    });
    const proof = await prove(newer);
    later += 11 * minutes;
    expect((await end(proof)).__typename).toBe('ReauthenticationRequired');
    expect(await end('nonsense')).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });
    const others = await prove(await login(from('203.0.113.9'), 'admin@example.com'));
    expect(await end(others)).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });
    expect(await look(phone)).toBe('alive');
    expect((await end(await prove(newer))).__typename).toBe('DeviceEnded');
    expect(await look(phone)).toBe('LOGOUT_ELSEWHERE');
  });

  it('is in the audit trail', async () => {
    const desktop = await login();
    const [device] = await devicesOf(desktop);
    await ask('endDevice', { id: present(device).id }, desktop.accessToken);
    await stop();
    expect(auditOf('endDevice')).toMatchObject([
      { outcome: 'DeviceEnded', subject: expect.any(String) },
    ]);
  });
});

describe('S10: the end of all other devices', () => {
  it('ends the others, and this one goes on with its tokens', async () => {
    const [phone, desktop] = [await login(), await login()];
    const newer = await refresh(desktop);
    const admin = await login(from('203.0.113.9'), 'admin@example.com');
    const ended = await ask('logout', { scope: 'OTHERS' }, newer.accessToken);
    expect(ended).toEqual({
      __typename: 'LoggedOut',
      accessTokenRevoked: true,
      refreshTokenRevoked: true,
      everywhere: true,
    });
    expect(await look(phone)).toBe('LOGOUT_ELSEWHERE');
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    for (const tokens of [desktop, newer, admin]) expect(await look(tokens)).toBe('alive');
    expect(await devicesOf(newer)).toMatchObject([{ current: true }]);
    expect(await look(await refresh(newer))).toBe('alive');
    const next = await login();
    expect(await look(next)).toBe('alive');
    await restart();
    expect(await look(newer)).toBe('alive');
    expect(await look(phone)).toBe('LOGOUT_ELSEWHERE');
  });

  it('ends a sign-in from before the list', async () => {
    const old = await login();
    await forgetDevices();
    const desktop = await login();
    await ask('logout', { scope: 'OTHERS' }, desktop.accessToken);
    expect(await look(old)).toBe('LOGOUT_ELSEWHERE');
    expect(await refreshed(old)).toBe('InvalidRefreshToken');
    expect(await refreshed(desktop)).toBe('Session');
  });

  it('takes a refresh token alone', async () => {
    const [phone, desktop] = [await login(), await login()];
    const { refreshToken } = desktop;
    const ended = await ask('logout', { scope: 'OTHERS', refreshToken });
    expect(everywhere(ended)).toEqual(['LoggedOut', true]);
    expect([await look(phone), await look(desktop)]).toEqual(['LOGOUT_ELSEWHERE', 'alive']);
    expect(await refreshed(desktop)).toBe('Session');
  });

  it('needs a login or a proof of the last 10 minutes', async () => {
    const [phone, desktop] = [await login(), await login()];
    later += 11 * minutes;
    const { accessToken, refreshToken } = desktop;
    const end = (more = {}) => ask('logout', { scope: 'OTHERS', ...more }, accessToken);
    expect((await end()).__typename).toBe('ReauthenticationRequired');
    expect((await ask('logout', { scope: 'OTHERS', refreshToken })).__typename).toBe(
      'ReauthenticationRequired',
    );
    expect(await look(phone)).toBe('alive');
    const mfaToken = await prove(desktop);
    expect((await end({ mfaToken })).__typename).toBe('LoggedOut');
    expect([await look(phone), await look(desktop)]).toEqual(['LOGOUT_ELSEWHERE', 'alive']);
    // A proof is a flow, and flows end with the other devices: a thief may have one.
    expect((await end({ mfaToken })).__typename).toBe('ReauthenticationRequired');
  });

  it('asks a sign-in without a record to refresh first', async () => {
    const [phone, desktop] = [await login(), await login()];
    await restart({ STATE_DIR: temporaryFolder() });
    const mfaToken = await prove(desktop);
    const end = (token: string) => ask('logout', { scope: 'OTHERS', mfaToken }, token);
    expect(await end(desktop.accessToken)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'scope',
    });
    const newer = await refresh(desktop);
    expect((await end(newer.accessToken)).__typename).toBe('LoggedOut');
    expect([await look(phone), await look(newer)]).toEqual(['LOGOUT_ELSEWHERE', 'alive']);
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await refreshed(newer)).toBe('Session');
    // Nothing says when it began.
    expect(await devicesOf(newer)).toMatchObject([{ createdAt: null }]);
  });
});

describe('S04: the end of all devices without a valid bearer', () => {
  const all = (input: object, token?: string) => ask('logout', { scope: 'ALL', ...input }, token);

  it('takes a refresh token whose sign-in goes on, however old', async () => {
    const [phone, desktop] = [await login(), await login()];
    later += 60 * minutes;
    const { refreshToken } = desktop;
    expect(everywhere(await all({ refreshToken }))).toEqual(['LoggedOut', true]);
    for (const tokens of [phone, desktop]) {
      expect(await look(tokens)).toBe('LOGOUT_EVERYWHERE');
      expect(await refreshed(tokens)).toBe('InvalidRefreshToken');
    }
    await stop();
    expect(auditOf('logoutAll')).toMatchObject([
      { outcome: 'LoggedOut', subject: expect.any(String) },
    ]);
  });

  it('takes no refresh token of a sign-in that has ended', async () => {
    const [thief, phone] = [await login(), await login()];
    await ask('logout', { refreshToken: thief.refreshToken });
    const { refreshToken } = thief;
    const { result, errors } = await mutate(local.gateway, 'logout', {
      scope: 'ALL',
      refreshToken,
    });
    expect(result.__typename).toBe('none');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await look(phone)).toBe('alive');
  });

  it('takes a bearer that is only too old, once', async () => {
    const old = await login();
    later += day + minutes;
    const phone = await login();
    const everything = await all({ refreshToken: 'unknown' }, old.accessToken);
    expect(everything.__typename).toBe('LoggedOut');
    expect(await look(phone)).toBe('LOGOUT_EVERYWHERE');
    later += 10_000;
    const next = await login();
    const { result, errors } = await mutate(
      local.gateway,
      'logout',
      { scope: 'ALL' },
      { token: old.accessToken },
    );
    expect(result.__typename).toBe('none');
    expect(errors).toMatchObject([{ extensions: { reason: 'TOKEN_EXPIRED' } }]);
    expect(await look(next)).toBe('alive');
  });

  it('takes no bearer of another signature', async () => {
    const { accessToken } = await login();
    later += day + minutes;
    const phone = await login();
    const forged = `${accessToken.slice(0, accessToken.lastIndexOf('.'))}.${'A'.repeat(342)}`;
    const { errors } = await mutate(local.gateway, 'logout', { scope: 'ALL' }, { token: forged });
    expect(errors).toMatchObject([{ extensions: { reason: 'BAD_SIGNATURE' } }]);
    expect(await look(phone)).toBe('alive');
  });
});

describe('L03: a new device', () => {
  it('is in the audit event of the login', async () => {
    const clients: [headers: Record<string, string>, isNew: boolean][] = [
      [from('203.0.113.9'), true],
      [from('203.0.113.200'), false],
      [from('203.0.114.9'), true],
      [from('203.0.113.9', safari), true],
      [from('2001:db8:1::1'), true],
      [from('2001:db8:1:ffff::2'), false],
      [from('2001:db8:2::1'), true],
    ];
    for (const [headers] of clients) await login(headers as ReturnType<typeof from>);
    const { accessToken } = await login(from('203.0.113.9'), 'admin@example.com');
    await ask('logout', {}, accessToken);
    await login(from('203.0.113.9'), 'admin@example.com');
    await refresh(await login());
    await stop();
    const expected = [...clients.map(([, isNew]) => isNew), true, true, false];
    expect(auditOf('login').map((line) => line['after'])).toEqual(
      expected.map((newDevice) => ({ transport: 'TOKENS', newDevice })),
    );
    expect(auditOf('refresh').map((line) => line['after'])).toEqual([{ transport: 'TOKENS' }]);
  });
});

describe('S10: after a change of second factors', () => {
  it('the answer counts the other devices', async () => {
    const desktop = await login();
    await login();
    const counted = async () =>
      (await ask('reauthenticate', { password: seededPassword }, desktop.accessToken))[
        'otherDevices'
      ];
    expect(await counted()).toBe(1);
    await login();
    expect(await counted()).toBe(2);
    await ask('logout', { scope: 'OTHERS' }, desktop.accessToken);
    expect(await counted()).toBe(0);
  });
});

it('S10: what is saved of a device shows neither its address nor its client, and cannot be used as a token', async () => {
  const desktop = await login(from('203.0.113.77', safari));
  const [device] = await devicesOf(desktop);
  await stop();
  const saved = readFileSync(join(stateDir, 'sessions.jsonl'), 'utf8');
  expect(saved).toContain('"device:');
  for (const text of ['203.0.113', 'Safari', 'iOS', present(device).id, desktop.refreshToken])
    expect(saved).not.toContain(text);
});

/** Restarts the gateway as after an update from a version that knew no devices. Returns what is left in its file. */
async function forgetDevices(): Promise<string> {
  const file = join(stateDir, 'sessions.jsonl');
  const text = () => readFileSync(file, 'utf8');
  await stop();
  const lines = text()
    .split('\n')
    .filter((line) => !/^\["(value|member)","devices?:/.test(line));
  writeFileSync(file, lines.join('\n'));
  const left = text();
  await restart();
  return left;
}
