import { beforeEach, describe, expect, it } from '@jest/globals';
import { Devices, type Use } from '../../src/sign-ins/devices.ts';
import { RefreshTokens } from '../../src/sign-ins/refresh-tokens.ts';
import { Revocations } from '../../src/sign-ins/revocations.ts';
import { SignIns } from '../../src/sign-ins/sign-ins.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { present } from '../support/present.ts';

/** Current time, in milliseconds since the epoch. */
let time: number;
const now = () => new Date(time);
let store: MemoryStore;
let signIns: SignIns;
let devices: Devices;
beforeEach(() => {
  time = 1_000_000_000;
  store = new MemoryStore({ now });
  const verify = () => Promise.reject(new Error('not asked'));
  const revocations = new Revocations({
    ...{ store, now, verify, onRevoked: () => undefined },
    passwordClaim: 'https://gatehouse.example/password_changed_at',
  });
  const refreshTokens = new RefreshTokens({ store, secrets: ['secret'] });
  signIns = new SignIns({ store, revocations, refreshTokens });
  devices = new Devices({ store, signIns, secrets: ['secret'] });
});

const client = { name: 'Firefox on Windows', address: '203.0.113.9' };
const use = (more: Partial<Use> = {}): Use => ({
  ...{ client, transport: 'TOKENS', until: time + 1e9 },
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
    const other = new Devices({ store, signIns, secrets: ['another'] });
    expect((await other.list('uma')).value).toEqual([]);
  });

  it('of one user cannot be passed off as that of another user, or of another sign-in', async () => {
    const [phone, desktop] = [signIns.begin('uma', time), signIns.begin('uma', time)];
    await devices.seen(phone, use());
    await devices.seen(desktop, use());
    await store.add('devices:ed', phone.id, time + 1e9);
    expect(await list('ed')).toEqual([]);
    const { value } = await store.get(`device:${phone.id}`);
    await store.set(`device:${desktop.id}`, present(value), time + 1e9);
    expect((await list()).map(({ signIn }) => signIn.id)).toEqual([phone.id]);
  });

  it('takes fewer than 400 bytes', async () => {
    const longest = { name: 'A'.repeat(60), address: '2001:db8:1111:2222:3333:4444:5555:6666' };
    await devices.seen(signIns.begin('uma', time), use({ client: longest }));
    const sizes = [...store.entries()].map((entry) => JSON.stringify(entry).length);
    expect(Math.max(...sizes)).toBeLessThan(400);
  });
});
