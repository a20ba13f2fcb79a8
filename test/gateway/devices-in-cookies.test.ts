import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../support/browser-tab.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';

let local: Local;
/** Milliseconds by which the clock of gateway and tenant is ahead. */
let later: number;
let tab: BrowserTab;
beforeEach(async () => {
  later = 0;
  local = await startLocal({ now: () => new Date(Date.now() + later) });
  tab = new BrowserTab(local.gateway);
});
afterEach(() => local.close());

interface Device {
  id: string;
  lastUsedAt: string;
  transport: string;
  current: boolean;
}
const minute = 60_000;
const user = expect.stringMatching(/^auth0\|/);
const credentials = { username: 'user@example.com', password: seededPassword };

/** Signs in as another client of the same user, a second later: within one second, Auth0 would issue the same access token. */
async function signInElsewhere(transport = 'COOKIE'): Promise<BrowserTab> {
  later += 1000;
  const other = new BrowserTab(local.gateway);
  await other.mutate('login', { ...credentials, transport });
  return other;
}
async function devicesOf(one: BrowserTab): Promise<Device[]> {
  const { data, errors } = await local.gateway.request<{ devices: Device[] }>(
    '{ devices { id lastUsedAt transport current } }',
    { headers: one.headers },
  );
  expect(errors).toBeUndefined();
  return present(data).devices;
}

describe('S10: a session in a cookie', () => {
  it('is a device of its user, and the current one for its browser', async () => {
    await tab.signIn();
    await signInElsewhere('TOKENS');
    expect(await devicesOf(tab)).toMatchObject([
      { transport: 'TOKENS', current: false },
      { transport: 'COOKIE', current: true },
    ]);
  });

  it('is seen once a minute', async () => {
    await tab.signIn();
    const used = async () => Date.parse(present((await devicesOf(tab))[0]).lastUsedAt);
    const begun = await used();
    later += 50_000;
    expect(await used()).toBe(begun);
    later += 15_000;
    await tab.look();
    // Nothing waits for what is saved.
    while ((await used()) === begun);
    expect((await used()) - begun).toBeGreaterThanOrEqual(minute);
  });

  it('stays in the list while it renews itself, as a session in a cookie', async () => {
    await tab.signIn();
    const [before] = await devicesOf(tab);
    for (let day = 0; day < 4; day += 1) {
      later += 86_400_000;
      expect(await tab.look()).toEqual(user);
    }
    expect(await devicesOf(tab)).toMatchObject([{ id: before?.id, transport: 'COOKIE' }]);
    const other = await signInElsewhere();
    later += 7 * 86_400_000 + minute;
    await tab.signIn();
    // Both cookies have gone idle.
    expect(await other.look()).toBe('SESSION_EXPIRED');
    expect(await devicesOf(tab)).toHaveLength(1);
  });

  it('ends when its user has signed in on 50 other devices since, and no session of another user does', async () => {
    await tab.signIn();
    const other = new BrowserTab(local.gateway);
    await other.signIn('admin@example.com');
    for (let count = 0; count < 50; count += 1) {
      later += minute; // slower than the limit of the tenant
      await signInElsewhere();
    }
    expect(await devicesOf(other)).toHaveLength(1);
    expect(await tab.look()).toBe('SESSION_ENDED');
  });

  it('ends from another device, and Auth0 hears of its refresh token when its cookie comes', async () => {
    await tab.signIn();
    const other = await signInElsewhere();
    const target = present((await devicesOf(other)).find(({ current }) => !current));
    const { result } = await other.mutate('endDevice', { id: target.id });
    expect(result).toMatchObject({ __typename: 'DeviceEnded', everywhere: true });
    const revocations = async () =>
      (await local.tenantLog()).filter(({ type }) => type === 'srrt').length;
    expect(await revocations()).toBe(0);
    expect(await tab.look()).toBe('SESSION_ENDED');
    while ((await revocations()) === 0);
    expect(await other.look()).toEqual(user);
  });

  it('goes on when it ends all others, and keeps its cookie', async () => {
    await tab.signIn();
    const others = [await signInElsewhere(), await signInElsewhere()];
    const { result, headers } = await tab.mutate('logout', { scope: 'OTHERS' });
    expect(result).toMatchObject({ __typename: 'LoggedOut', everywhere: true });
    expect(headers.getSetCookie()).toEqual([]);
    expect(await tab.look()).toEqual(user);
    for (const other of others) expect(await other.look()).toBe('SESSION_ENDED');
    later += 86_400_000;
    expect(await tab.look()).toEqual(user);
    expect(await devicesOf(tab)).toMatchObject([{ current: true }]);
  });

  it('proves by its own reauthentication alone that its user is present', async () => {
    await tab.signIn();
    const other = await signInElsewhere();
    later += 11 * minute;
    const end = async (mfaToken?: string) =>
      (await tab.mutate('logout', { scope: 'OTHERS', ...(mfaToken && { mfaToken }) })).result;
    expect((await end()).__typename).toBe('ReauthenticationRequired');
    const proofOf = async (one: BrowserTab) => {
      const { result } = await one.mutate('reauthenticate', { password: seededPassword });
      return result['mfaToken'] as string;
    };
    expect(await end(await proofOf(other))).toMatchObject({
      __typename: 'InvalidInput',
      field: 'mfaToken',
    });
    expect(await other.look()).toEqual(user);
    expect((await end(await proofOf(tab))).__typename).toBe('LoggedOut');
    expect(await other.look()).toBe('SESSION_ENDED');
  });
});
