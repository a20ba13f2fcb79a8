import { describe, expect, it } from '@jest/globals';
import {
  authenticatedCaller,
  callerIdentification,
  type CallerOptions,
} from '../../src/tokens/caller.ts';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';
import { KeysUnavailableError } from '../../src/issuer-keys/issuer-keys.ts';

const claims = { iss: 'https://tenant.example/', sub: 'somebody', exp: 2_000_000_000 };
const token = { claims, id: 'one' };

/** Identifies the sender of `Bearer a.b.c`. Returns the caller, and the details of the log lines. */
async function identified(
  verify: () => Promise<typeof token>,
  findRevocation: CallerOptions['findRevocation'] = () => undefined,
) {
  const logged: unknown[] = [];
  const { identify } = callerIdentification({
    tokens: { recall: () => undefined, verify },
    findRevocation,
    rolesClaim: 'roles',
    log: { error: (details) => logged.push(details) },
  });
  return { caller: await identify(['Bearer a.b.c']).caller, logged };
}

describe('callerIdentification', () => {
  it('knows the caller at once where no token has to be verified', () => {
    const { identify } = callerIdentification({
      tokens: {
        recall: (text) => (text === 'a.b.c' ? token : undefined),
        verify: () => Promise.reject(new Error('not asked')),
      },
      findRevocation: () => undefined,
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

  it.each([
    ['LOGOUT', 'by a logout'],
    ['LOGOUT_EVERYWHERE', 'by a logout on all devices'],
    ['PASSWORD_CHANGED', 'when the password was changed'],
    ['REFRESH_TOKEN_REUSED', 'because a refresh token of its session was used twice'],
    ['REFRESH_TOKEN_REFUSED', 'because the refresh token of its session is no longer valid'],
    ['ACCOUNT_BLOCKED', 'because the account was blocked'],
    [undefined, undefined],
  ] as const)('tells a token that was revoked, and the cause: %s', async (cause, how) => {
    const find = ({ id }: { id: string }) => (id === 'one' ? { cause } : undefined);
    const { caller } = await identified(() => Promise.resolve(token), find);
    const words = how === undefined ? 'revoked: sign' : `revoked ${how}: sign`;
    expect(caller).toMatchObject({
      state: 'rejected',
      fault: {
        reason: 'TOKEN_REVOKED',
        revokedBy: cause,
        message: `The access token was ${words} in again.`,
      },
    });
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
