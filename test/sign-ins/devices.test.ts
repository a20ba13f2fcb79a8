import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CookieSessions } from '../../src/sign-ins/cookie-sessions.ts';
import { Devices, type Use } from '../../src/sign-ins/devices.ts';
import { HandOvers } from '../../src/sign-ins/hand-overs.ts';
import { RefreshTokens } from '../../src/sign-ins/refresh-tokens.ts';
import { Revocations } from '../../src/sign-ins/revocations.ts';
import type { SignIn, Transport } from '../../src/sign-ins/sign-in.ts';
import { SavedSignIns } from '../../src/sign-ins/saved-sign-ins.ts';
import { SignIns } from '../../src/sign-ins/sign-ins.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { present } from '../support/present.ts';

/** Current time, in milliseconds since the epoch. */
let time: number;
const now = () => new Date(time);
let store: MemoryStore;
let signIns: SignIns;
let refreshTokens: RefreshTokens;
let saved: SavedSignIns;
let devices: Devices;
beforeEach(() => {
  time = 1_000_000_000;
  store = new MemoryStore({ now });
  setUp();
});

function setUp(): void {
  const verify = () => Promise.reject(new Error('not asked'));
  const revocations = new Revocations({
    ...{ store, now, verify, onRevoked: () => undefined },
    passwordClaim: 'https://gatehouse.example/password_changed_at',
  });
  refreshTokens = new RefreshTokens({ store, secrets: ['secret'] });
  signIns = new SignIns({ store, revocations, refreshTokens });
  saved = new SavedSignIns({ store, refreshTokens, secrets: ['secret'] });
  devices = new Devices({ store, signIns, saved, secrets: ['secret'] });
}

const client = { name: 'Firefox on Windows', address: '203.0.113.9' };
const use = (more: Partial<Use> = {}): Use => ({
  ...{ client, transport: 'TOKENS', until: time + 1e9, saved: {} },
  ...more,
});
const list = async (user = 'uma') => (await devices.list(user)).value;

describe('a device', () => {
  it('has the transport of its latest use', async () => {
    const signIn = signIns.begin('uma', time);
    await devices.seen(signIn, use());
    time += 1000;
    await devices.seen(signIn, use({ transport: 'COOKIE' }));
    expect(await list()).toMatchObject([{ transport: 'COOKIE', lastUsedAt: time }]);
  });

  it('leaves the list at the instant at which its sign-in ends unless it is used', async () => {
    await devices.seen(signIns.begin('uma', time), use({ until: time + 1000 }));
    expect(await list()).toHaveLength(1);
    time += 1000;
    expect(await list()).toEqual([]);
  });

  it('without a client and an address is one all the same', async () => {
    const unknown = { name: undefined, address: undefined };
    await devices.seen(signIns.begin('uma', time), use({ client: unknown }));
    expect(await list()).toMatchObject([{ client: unknown }]);
    expect(await devices.isNew('uma', unknown)).toBe(false);
    expect(await devices.isNew('uma', client)).toBe(true);
  });

  it('has an id that is neither its sign-in nor in the store', async () => {
    const signIn = signIns.begin('uma', time);
    await devices.seen(signIn, use());
    const [device] = await list();
    const { id } = present(device);
    expect(id).not.toBe(signIn.id);
    expect(JSON.stringify([...store.entries()])).not.toContain(id);
    const other = new Devices({ store, signIns, saved, secrets: ['another'] });
    expect((await other.list('uma')).value).toEqual([]);
  });

  it('S08: is the one of the latest use, also where a promoted replica brings an earlier one back', async () => {
    const signIn = signIns.begin('uma', time);
    await devices.seen(signIn, use());
    const earlier = [...store.entries()].find(({ kind }) => kind === 'value');
    time += 1000;
    await devices.seen(signIn, use({ transport: 'COOKIE' }));
    store.put(present(earlier), true);
    expect(await list()).toMatchObject([{ transport: 'COOKIE' }]);
  });

  it('of one user cannot be passed off as that of another user, or of another sign-in', async () => {
    const [phone, desktop] = [signIns.begin('uma', time), signIns.begin('uma', time)];
    await devices.seen(phone, use());
    await devices.seen(desktop, use());
    await store.add('devices:ed', phone.id, time + 1e9);
    expect(await list('ed')).toEqual([]);
    const { value } = await store.get(`device:${phone.id}`);
    await store.set(`device:${desktop.id}`, present(value), time + 1e9, time + 1);
    expect((await list()).map(({ signIn }) => signIn.id)).toEqual([phone.id]);
  });

  it('takes fewer than 600 bytes', async () => {
    const longest = { name: 'A'.repeat(60), address: '2001:db8:1111:2222:3333:4444:5555:6666' };
    const names = { session: 'x'.repeat(43), ...saved.namesOf('refresh-1') };
    await devices.seen(signIns.begin('uma', time), use({ client: longest, saved: names }));
    const sizes = [...store.entries()].map((entry) => JSON.stringify(entry).length);
    expect(Math.max(...sizes)).toBeLessThan(600);
  });
});

describe('S10: the 51st device of a user', () => {
  async function signIn(user = 'uma', transport: Transport = 'TOKENS'): Promise<SignIn> {
    time += 1000;
    const made = signIns.begin(user, time);
    const refreshToken = `refresh-${made.id}`;
    await refreshTokens.save(refreshToken, made, time);
    await devices.seen(made, use({ transport, saved: saved.namesOf(refreshToken) }));
    return made;
  }
  const find = async ({ id }: SignIn) => (await signIns.findByRefreshToken(`refresh-${id}`)).value;
  const endOf = (signIn: SignIn) => signIns.ends.find(signIn)?.cause;

  it('ends the one that was not used for the longest time', async () => {
    const [first, second] = [await signIn(), await signIn()];
    const other = await signIn('ed');
    for (let count = 2; count < 50; count += 1) await signIn();
    await devices.seen(first, use());
    expect(await list()).toHaveLength(50);
    expect(endOf(second)).toBeUndefined();

    await signIn();

    expect([endOf(first), endOf(second)]).toEqual([undefined, 'TOO_MANY_DEVICES']);
    expect(endOf(other)).toBeUndefined();
    expect(await list()).toHaveLength(50);
    expect(await list('ed')).toHaveLength(1);
  });

  it('takes the place of one that has ended, if there is one', async () => {
    const first = await signIn();
    const ended = [await signIn(), await signIn()];
    for (let count = 3; count < 50; count += 1) await signIn();
    await signIns.ends.end(ended, 'LOGOUT');

    const latest = [await signIn(), await signIn()];

    expect(endOf(first)).toBeUndefined();
    expect(await list()).toHaveLength(50);
    expect((await list()).map(({ signIn: { id } }) => id)).toEqual(
      expect.arrayContaining([first.id, ...latest.map(({ id }) => id)]),
    );
    await signIn();
    expect(endOf(first)).toBe('TOO_MANY_DEVICES');
  });

  it('leaves of a refresh token that a client has a mark that its sign-in is over, of any other nothing', async () => {
    const [phone, browser] = [await signIn(), await signIn('uma', 'COOKIE')];
    for (let count = 0; count < 50; count += 1) await signIn();
    expect(await find(phone)).toMatchObject({ hasEnded: true, id: '' });
    expect(await find(browser)).toBeUndefined();
  });

  it('frees an answer that no client has got', async () => {
    const handOvers = new HandOvers({ store, secrets: ['secret'] });
    const phone = await signIn();
    const answer = { id: 'answer', answeredAt: time, since: time, sent: 'x', isDelivered: false };
    const refreshToken = `refresh-${phone.id}`;
    await handOvers.save(refreshToken, { ...answer, tokens: 'tokens' }, time + 1e9);
    for (let count = 0; count < 50; count += 1) await signIn();
    expect((await handOvers.find(refreshToken)).value).toBeUndefined();
  });

  it('does not end a sign-in that comes back after its end', async () => {
    const first = await signIn();
    for (let count = 0; count < 50; count += 1) await signIn();
    const before = await list();
    await devices.seen(first, use());
    expect(await list()).toEqual(before);
  });
});

describe('S10: hundreds of logins of one user', () => {
  it("do not fill the store, and leave another user's session alive", async () => {
    store = new MemoryStore({ now, maxLargeBytes: 300_000 });
    setUp();
    const sessions = new CookieSessions({
      ...{ store, secrets: ['secret'], now: () => time, idle: 1e9, lifetime: 1e9 },
    });
    const signIn = async (user: string) => {
      time += 1000;
      const { keys } = sessions.create();
      const made = signIns.begin(user, time);
      const [accessToken, refreshToken] = [randomBytes(1500).toString('hex'), made.id];
      const instants = { startedAt: time, issuedAt: time, expiresAt: time + 1e9 };
      const session = { kind: 'Session' as const, signIn: made, accessToken, refreshToken };
      await sessions.save(keys, { ...session, ...instants });
      await sessions.use(keys.name);
      await refreshTokens.save(refreshToken, made, time);
      const names = { session: keys.name, ...saved.namesOf(refreshToken) };
      await devices.seen(made, use({ transport: 'COOKIE', saved: names }));
      return keys;
    };
    const bytes = () =>
      [...store.entries()].reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
    const keys = await signIn('ed');
    for (let count = 0; count < 60; count += 1) await signIn('uma');
    const before = bytes();
    for (let count = 0; count < 240; count += 1) await signIn('uma');

    expect((await sessions.find(keys)).value).toMatchObject({ kind: 'Session' });
    // What is left of each is the notice of its end, and for seven days a mark with the cause.
    expect((bytes() - before) / 240).toBeLessThan(300);
  });
});
