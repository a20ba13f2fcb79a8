import { describe, expect, it } from '@jest/globals';
import { authenticatedCaller, callerIdentification } from '../../src/tokens/caller.ts';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';
import { KeysUnavailableError } from '../../src/issuer-keys/issuer-keys.ts';

const claims = { iss: 'https://tenant.example/', sub: 'somebody', exp: 2_000_000_000 };
const token = { claims, id: 'one' };

/** Identifies the sender of `Bearer a.b.c`. Returns the caller, and the details of the log lines. */
async function identified(
  verify: () => Promise<typeof token>,
  isRevoked: (token: { id: string }) => boolean = () => false,
) {
  const logged: unknown[] = [];
  const identify = callerIdentification({
    tokens: { recall: () => undefined, verify },
    isRevoked,
    rolesClaim: 'roles',
    log: { error: (details) => logged.push(details) },
  });
  return { caller: await identify(['Bearer a.b.c']).caller, logged };
}

describe('callerIdentification', () => {
  it('knows the caller at once where no token has to be verified', () => {
    const identify = callerIdentification({
      tokens: {
        recall: (text) => (text === 'a.b.c' ? token : undefined),
        verify: () => Promise.reject(new Error('not asked')),
      },
      isRevoked: () => false,
      rolesClaim: 'roles',
      log: { error: () => undefined },
    });
    expect(identify(undefined).caller).toEqual({ state: 'anonymous' });
    expect(identify(['Basic eDp5']).caller).toMatchObject({ state: 'rejected' });
    expect(identify(['Bearer a.b.c']).caller).toMatchObject({ state: 'authenticated' });
  });

  it('tells an authenticated caller', async () => {
    const { caller } = await identified(() => Promise.resolve(token));
    expect(caller).toMatchObject({ state: 'authenticated', id: 'somebody', accessToken: 'a.b.c' });
  });

  it('tells a token that is at fault', async () => {
    const fault = new InvalidTokenError('TOKEN_EXPIRED', 'expired');
    expect((await identified(() => Promise.reject(fault))).caller).toEqual({
      state: 'rejected',
      fault,
    });
  });

  it('tells a token that was revoked', async () => {
    const isRevoked = ({ id }: { id: string }) => id === 'one';
    const { caller } = await identified(() => Promise.resolve(token), isRevoked);
    expect(caller).toMatchObject({ state: 'rejected', fault: { reason: 'TOKEN_REVOKED' } });
  });

  it('K04: blames no caller for keys that cannot be had', async () => {
    const { caller, logged } = await identified(() => Promise.reject(new KeysUnavailableError()));
    expect(caller).toEqual({ state: 'unverifiable' });
    expect(logged).toEqual([]);
  });

  it('T18: blames no caller for a failure of ours, and tells the log', async () => {
    const failure = new TypeError('a mistake');
    const { caller, logged } = await identified(() => Promise.reject(failure));
    expect(caller).toEqual({ state: 'unverifiable' });
    expect(logged).toEqual([{ err: failure }]);
  });
});

describe('authenticatedCaller', () => {
  it.each<[unknown, string[]]>([
    ['openid profile', ['openid', 'profile']],
    ['  openid   profile ', ['openid', 'profile']],
    ['', []],
    [undefined, []],
    [null, []],
    [['openid'], []],
    [{ openid: true }, []],
  ])('T11: reads the scope %j as %j', (scope, scopes) => {
    const caller = authenticatedCaller(
      { ...token, claims: { ...claims, scope } },
      'a.b.c',
      'roles',
    );
    expect(caller.scopes).toEqual(scopes);
  });

  it.each<[unknown, string[]]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [['a', 1, null, ['b'], { c: 'c' }], ['a']],
    ['a', []],
    [{ 0: 'a', length: 1 }, []],
    [undefined, []],
    [null, []],
    [true, []],
  ])('T11: reads permissions and roles of %j as %j', (claim, names) => {
    const held = { ...claims, permissions: claim, roles: claim };
    const caller = authenticatedCaller({ ...token, claims: held }, 'a.b.c', 'roles');
    expect([caller.permissions, caller.roles]).toEqual([names, names]);
  });
});
