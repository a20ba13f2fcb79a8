import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGatehouse, type Gatehouse, type OwnStorage } from '../../client/src/index.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { recordedFetch } from './recorded-fetch.ts';

const editor = { username: 'editor@example.com', password: seededPassword };
const user = { ...editor, username: 'user@example.com' };

let local: Local;

beforeAll(async () => {
  local = await startLocal();
});

afterAll(() => local.close());

async function emailOf(gatehouse: Gatehouse): Promise<unknown> {
  const body = JSON.stringify({ query: 'query Mine { me { email } }' });
  const headers = { 'content-type': 'application/json' };
  return (await gatehouse.fetch(gatehouse.url, { method: 'POST', headers, body })).json();
}

const expire = () =>
  fetch(`${local.tenant.issuer}control/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds: 24 * 60 * 60 + 60 }),
  });

/** Waits for the first status of a session after `unknown`. */
async function firstStatus({ session }: Gatehouse): Promise<string> {
  await new Promise<void>((resolve) => session.subscribe(resolve));
  return session.getSnapshot().status;
}

describe('a storage that throws', () => {
  const fail = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };

  it.each<[string, Partial<OwnStorage>]>([
    ['on each write', { setItem: fail }],
    ['on each read', { getItem: fail }],
    ['on everything', { getItem: fail, setItem: fail, removeItem: fail }],
  ])('keeps nobody from signing in, renewing and signing out: %s', async (_when, broken) => {
    const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
    const gatehouse = createGatehouse({
      url: local.gateway.url,
      transport: 'tokens',
      storage: { ...storage, ...broken },
    });
    expect(await firstStatus(gatehouse)).toBe('signedOut');
    expect(await gatehouse.signIn(editor)).toMatchObject({ __typename: 'Session' });
    for (let round = 1; round <= 2; round += 1) {
      await expire();
      expect(await emailOf(gatehouse)).toEqual({ data: { me: { email: editor.username } } });
    }
    expect(await gatehouse.signOut()).toMatchObject({ __typename: 'LoggedOut' });
    expect(gatehouse.session.getSnapshot().status).toBe('signedOut');
  });

  it('in the middle of a session is not read again, for its token is spent', async () => {
    const items = new Map<string, string>();
    let isFull = false;
    const gatehouse = createGatehouse({
      url: local.gateway.url,
      transport: 'tokens',
      storage: {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => void (isFull ? fail() : items.set(key, value)),
        removeItem: (key) => void items.delete(key),
      },
    });
    await gatehouse.signIn(editor);
    isFull = true;
    await expire();
    expect(await emailOf(gatehouse)).toEqual({ data: { me: { email: editor.username } } });
    expect([...items]).toEqual([]);
    await expire();
    expect(await emailOf(gatehouse)).toEqual({ data: { me: { email: editor.username } } });
  });
});

describe.each(['tokens', 'cookie'] as const)('a look-up with the transport %s', (transport) => {
  it('that fails after a sign-in leaves the user signed in', async () => {
    const recorded = recordedFetch();
    const { url } = local.gateway;
    const storage = {
      getItem: () => 'an older token',
      setItem: () => undefined,
      removeItem: () => undefined,
    };
    const gatehouse = createGatehouse({ url, transport, storage, fetch: recorded.fetch });
    let fail: () => void = () => undefined;
    const failed = new Promise<Response>((_resolve, reject) => {
      fail = () => {
        reject(new TypeError('Failed to fetch'));
      };
    });
    const isAsked = new Promise<void>((resolve) => {
      for (const name of ['Me', 'Refresh']) {
        recorded.onNext(name, () => {
          resolve();
          // The kit asks once more after an outage.
          recorded.onNext(name, () => Promise.reject(new TypeError('Failed to fetch')));
          return failed;
        });
      }
    });
    const statuses: string[] = [];
    gatehouse.session.subscribe(() => statuses.push(gatehouse.session.getSnapshot().status));
    await isAsked;
    await gatehouse.signIn(user);
    fail();
    await gatehouse.capabilities();
    expect(statuses).toEqual(['signedIn']);
  });
});

describe('a look-up with the transport cookie', () => {
  it('whose answer a sign-in has overtaken leaves the user signed in', async () => {
    const recorded = recordedFetch();
    const gatehouse = createGatehouse({ url: local.gateway.url, fetch: recorded.fetch });
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const isAsked = new Promise<void>((resolve) => {
      recorded.onNext('Me', async (send) => {
        const refusal = await send();
        recorded.onNext('Me', () => Promise.reject(new TypeError('Failed to fetch')));
        resolve();
        await answered;
        return refusal;
      });
    });
    const statuses: string[] = [];
    gatehouse.session.subscribe(() => statuses.push(gatehouse.session.getSnapshot().status));
    await isAsked;
    await gatehouse.signIn(user);
    answer();
    await gatehouse.capabilities();
    expect(statuses).toEqual(['signedIn']);
  });
});
