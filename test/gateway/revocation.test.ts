import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const jwks = '/.well-known/jwks.json';
let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the gateway's clock is ahead. */
let later: number;

beforeEach(async () => {
  later = 0;
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, {}, { now: () => new Date(Date.now() + later) });
  auth0.answer('/oauth/revoke', { text: '' });
});
afterEach(async () => {
  await auth0.close();
  await gateway.close();
});

const logout = async (token: string | undefined, refreshToken?: string) => {
  const { data, errors } = await gateway.request(
    `mutation ($input: LogoutInput!) { logout(input: $input) {
       __typename ... on LoggedOut { accessTokenRevoked refreshTokenRevoked }
       ... on InvalidInput { field } } }`,
    { token, variables: { input: { refreshToken } } },
  );
  expect(errors).toBeUndefined();
  return data?.['logout'];
};
const reasonFor = async (token: string) => {
  const { data, errors } = await gateway.request('{ me { id } }', { token });
  return errors?.[0]?.extensions['reason'] ?? data?.['me'];
};
const good = { id: testUser };
/** Waits until the gateway has the issuer's keys, which a busy machine fetches late: without them it refuses no bearer. */
const keysAreThere = async () => {
  const token = await auth0.accessToken();
  while (!isDeepStrictEqual(await reasonFor(token), good)) await wait(20);
};
const ended = (accessTokenRevoked: boolean, refreshTokenRevoked: boolean) => ({
  __typename: 'LoggedOut',
  accessTokenRevoked,
  refreshTokenRevoked,
});
const nothingToEnd = { __typename: 'InvalidInput', field: 'refreshToken' };

describe('logout', () => {
  it('ends the bearer it was sent with, and no other', async () => {
    const [token, other] = [await auth0.accessToken(), await auth0.accessToken({ sid: 'other' })];
    expect(await reasonFor(token)).toEqual(good);
    expect(await logout(token)).toEqual(ended(true, false));
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
    expect(await reasonFor(other)).toEqual(good);
  });

  it('revokes the refresh token at Auth0 with it', async () => {
    const token = await auth0.accessToken();
    expect(await logout(token, 'refresh-token-1')).toEqual(ended(true, true));
    expect(JSON.parse(auth0.seen('/oauth/revoke')[0]?.body ?? '')).toMatchObject({
      token: 'refresh-token-1',
    });
  });

  it('ends a bearer once, and says the same the second time', async () => {
    const token = await auth0.accessToken();
    expect(await logout(token)).toEqual(ended(true, false));
    expect(await logout(token)).toEqual(ended(true, false));
  });

  it('works with an expired bearer and a live refresh token', async () => {
    await keysAreThere();
    const token = await auth0.accessToken({ exp: 1 });
    expect(await logout(token, 'refresh-token-1')).toEqual(ended(false, true));
  });

  it('has nothing to end without a bearer or a refresh token', async () => {
    expect(await logout(undefined)).toEqual(nothingToEnd);
    await keysAreThere();
    expect(await logout(await auth0.accessToken({ exp: 1 }))).toEqual(nothingToEnd);
    expect(await logout('undefined')).toEqual(nothingToEnd);
  });

  it('is remembered for as long as the token would be good', async () => {
    const token = await auth0.accessToken();
    await logout(token);
    later = 86_000_000;
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
    later = 86_500_000;
    expect(await reasonFor(token)).toBe('TOKEN_EXPIRED');
  });
});

describe('T17: a revocation cannot be walked around by another spelling', () => {
  it.each<[string, (token: string) => string]>([
    ['unused bits', (token) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : nextOf(token))],
    ['padding', (token) => `${token}==`],
    ['the plain alphabet', (token) => token.replaceAll('-', '+').replaceAll('_', '/')],
    ['a dot behind', (token) => `${token}.`],
  ])('%s', async (_case, respell) => {
    const token = await auth0.accessToken();
    await logout(token);
    const reason = await reasonFor(respell(token));
    expect(['TOKEN_MALFORMED', 'TOKEN_REVOKED']).toContain(reason);
  });

  it('nor by the case or spacing of the scheme', async () => {
    const token = await auth0.accessToken();
    await logout(token);
    for (const authorization of [`bearer ${token}`, `BEARER   ${token}`]) {
      const { errors } = await gateway.request('{ me { id } }', { headers: { authorization } });
      expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_REVOKED');
    }
  });

  function nextOf(token: string): string {
    return String.fromCharCode(token.charCodeAt(token.length - 1) + 1);
  }
});

describe('logout while the keys cannot be had', () => {
  it('still ends the bearer once they are there again', async () => {
    auth0.answer(jwks, { status: 503 });
    const token = await auth0.accessToken();
    expect(await logout(token)).toEqual(ended(true, false));
    auth0.answer(jwks, { json: { keys: [auth0.publicJwk] } });
    later = 1001;
    expect(await reasonFor(await auth0.accessToken({ sid: 'other' }))).toEqual(good);
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
  });

  it('still ends the bearer once they have come', async () => {
    const asked = new Promise<ServerResponse>((resolve) => {
      auth0.answer(jwks, resolve);
    });
    const token = await auth0.accessToken();
    expect(await logout(token)).toEqual(ended(true, false));
    (await asked).end(JSON.stringify({ keys: [auth0.publicJwk] }));
    expect(await reasonFor(await auth0.accessToken({ sid: 'other' }))).toEqual(good);
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
  });

  it('ends nothing for who only guesses what a token says, without its signature', async () => {
    auth0.answer(jwks, { status: 503 });
    const token = await auth0.accessToken();
    const signature = Buffer.alloc(256, 1).toString('base64url');
    await logout([...token.split('.').slice(0, 2), signature].join('.'));
    auth0.answer(jwks, { json: { keys: [auth0.publicJwk] } });
    later = 1001;
    expect(await reasonFor(token)).toEqual(good);
  });

  it('S04: a token that is not valid yet is given up for good', async () => {
    const token = await auth0.accessToken({ nbf: Math.floor(Date.now() / 1000) + 60 });
    expect(await reasonFor(token)).toBe('TOKEN_NOT_YET_VALID');
    expect(await logout(token)).toEqual(ended(true, false));
    later = 120_000;
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
  });

  it('S04: logouts made up while the keys are down push out no real one', async () => {
    auth0.answer(jwks, { status: 500, text: '' });
    const token = await auth0.accessToken();
    expect(await logout(token)).toEqual(ended(true, false));
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { issuer: iss, audience: aud } = auth0;
    for (let n = 0; n < 300; n++) {
      await logout(`${part({ alg: 'RS256' })}.${part({ iss, aud, n, x: 'y'.repeat(8000) })}.AAAA`);
    }
    auth0.answer(jwks, { json: { keys: [auth0.publicJwk] } });
    later = 5000;
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
    expect(await reasonFor(await auth0.accessToken({ jti: 'another' }))).toEqual(good);
    expect(await reasonFor(token)).toBe('TOKEN_REVOKED');
  });
});
