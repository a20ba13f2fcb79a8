import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { testTenant, type TestTenant } from '../support.ts';
import { switchableTenant, type Control } from './support.ts';

let tenant: TestTenant;
let control: Control;
beforeAll(async () => {
  ({ tenant, control } = await switchableTenant());
});

const published = async (of = tenant) => {
  const { text } = await of.get('/.well-known/jwks.json');
  return (JSON.parse(text) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};
const signedIn = async () => (await tenant.login()).body['access_token'] ?? '';
const rotate = async () => (await control('POST', '/keys/rotate', {})).keys;

describe('the keys of the tenant', () => {
  it('rotate: the next one signs, a new one is next, those before stay published and good', async () => {
    const [current = '', next = ''] = await published();
    const old = await signedIn();

    const keys = await rotate();
    expect(keys.map(({ state }) => state)).toEqual(['current', 'next', 'previous']);
    expect(keys.map(({ kid }) => kid)).toEqual([next, expect.any(String), current]);
    expect(await published()).toEqual(keys.map(({ kid }) => kid));
    expect(decodeProtectedHeader(await signedIn()).kid).toBe(next);
    expect((await tenant.userInfo(old)).status).toBe(200);

    expect((await rotate()).map(({ kid }) => kid).slice(2)).toEqual([next, current]);
  });

  it('dropped by kid, are no longer published, and what they signed is refused', async () => {
    const old = await signedIn();
    const [current = ''] = await published();
    await rotate();
    const { status, keys } = await control('DELETE', `/keys/${current}`);
    expect(status).toBe(200);
    expect(keys.map(({ kid }) => kid)).not.toContain(current);
    expect(await published()).not.toContain(current);
    expect((await tenant.userInfo(old)).status).toBe(401);
  });

  it('have the next one in the place of the current, when that is dropped', async () => {
    const old = await signedIn();
    const [current, next, ...previous] = await published();
    await control('DELETE', `/keys/${current ?? ''}`);
    expect(await published()).toEqual([next, expect.not.stringMatching(next ?? ''), ...previous]);
    expect((await tenant.userInfo(old)).status).toBe(401);
    expect((await tenant.userInfo(await signedIn())).status).toBe(200);
  });

  it('get a new next one, when that is dropped', async () => {
    const [current, next, ...previous] = await published();
    await control('DELETE', `/keys/${next ?? ''}`);
    expect(await published()).toEqual([
      current,
      expect.not.stringMatching(next ?? ''),
      ...previous,
    ]);
  });

  it('answers 404 for a kid there is not', async () => {
    const { status, error_description } = await control('DELETE', '/keys/nosuch');
    expect([status, error_description]).toEqual([404, 'no key has the kid nosuch']);
  });

  it('refuses members that rotation does not have', async () => {
    const before = await published();
    const { status, error_description } = await control('POST', '/keys/rotate', { kid: 'mine' });
    expect(status).toBe(400);
    expect(error_description).toBe('kid: is unknown; the members are: none');
    expect(await published()).toEqual(before);
  });

  it('are its own: those of another tenant stay', async () => {
    const other = await testTenant();
    const before = await published(other);
    await rotate();
    expect(await published(other)).toEqual(before);
  });
});
