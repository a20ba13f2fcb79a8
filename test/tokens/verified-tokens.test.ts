import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auth0Calls } from '../../src/auth0/endpoints.ts';
import { accessTokenVerifier } from '../../src/tokens/access-token.ts';
import { keysFromIssuer } from '../../src/issuer-keys/keys-from-issuer.ts';
import { VerifiedTokens } from '../../src/tokens/verified-tokens.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let connections: Upstream;
let tokens: VerifiedTokens;
/** Milliseconds by which the clock is ahead. */
let later: number;

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  connections = createUpstream();
  later = 0;
  const now = () => new Date(Date.now() + later);
  const log = { info: () => undefined, warn: () => undefined };
  const { fetch } = connections;
  const calls = auth0Calls();
  const keys = keysFromIssuer({ issuer: auth0.issuer, fetch, calls, now, log });
  const { issuer, audience, clientId } = auth0;
  const rules = { issuer, audience, allowedClients: [clientId], algorithms: ['RS256'], now };
  const verify = accessTokenVerifier({ ...rules, findKey: keys.find });
  tokens = new VerifiedTokens({ verify, keys, now });
  await tokens.verify(await auth0.accessToken({ sub: 'the-first' })); // loads the keys
});
afterEach(async () => {
  await auth0.close();
  await connections.close();
});

const fetches = () => auth0.seen('/.well-known/jwks.json').length;

describe('VerifiedTokens', () => {
  it('recalls a token that has passed, and no other', async () => {
    const [token, other] = [await auth0.accessToken(), await auth0.accessToken({ jti: 'other' })];
    expect(tokens.recall(token)).toBeUndefined();
    await tokens.verify(token);
    expect(tokens.recall(token)?.claims.sub).toBe(testUser);
    expect(tokens.recall(other)).toBeUndefined();
  });

  it('remembers none that was refused', async () => {
    const foreign = await auth0.accessToken({ aud: 'https://elsewhere.example' });
    await expect(tokens.verify(foreign)).rejects.toMatchObject({ reason: 'WRONG_AUDIENCE' });
    expect(tokens.recall(foreign)).toBeUndefined();
  });

  it.each([
    [
      'T17: a signature in another spelling',
      (token: string) => `${token.slice(0, -1)}${next(token)}`,
    ],
    ['T01: the signature of another token', (token: string) => token.replace(/[^.]*$/, 'AAAA')],
    ['T01: no signature', (token: string) => token.replace(/[^.]*$/, '')],
  ])('does not take %s for the token', async (_what, respelled) => {
    const token = await auth0.accessToken();
    await tokens.verify(token);
    expect(tokens.recall(respelled(token))).toBeUndefined();
  });

  it('T04: recalls none past its exp, the tolerance included', async () => {
    const token = await auth0.accessToken({ exp: Math.floor(Date.now() / 1000) + 60 });
    await tokens.verify(token);
    later = 62_000;
    expect(tokens.recall(token)).toBeDefined();
    later = 66_000;
    expect(tokens.recall(token)).toBeUndefined();
  });

  it('K05: refreshes old keys by itself; the same keys leave what is remembered alone', async () => {
    const token = await auth0.accessToken();
    await tokens.verify(token);
    later = 11 * 60_000;
    expect(tokens.recall(token)).toBeDefined();
    while (fetches() < 2) await new Promise((wait) => setTimeout(wait, 5));
    await expect(tokens.verify(await auth0.accessToken({}, { kid: 'x' }))).rejects.toBeDefined();
    expect(tokens.recall(token)).toBeDefined();
  });

  it('K05: a key that the issuer takes away takes its tokens with it', async () => {
    const token = await auth0.accessToken();
    await tokens.verify(token);
    auth0.answer('/.well-known/jwks.json', {
      json: { keys: [{ ...auth0.publicJwk, kid: 'another' }] },
    });
    later = 11 * 60_000;
    while (tokens.recall(token)) await new Promise((wait) => setTimeout(wait, 5));
    await expect(tokens.verify(token)).rejects.toMatchObject({ reason: 'BAD_SIGNATURE' });
  });

  it('K04: goes on recalling while the issuer is down, for a day', async () => {
    const token = await auth0.accessToken({ exp: Math.floor(Date.now() / 1000) + 3 * 86_400 });
    await tokens.verify(token);
    await auth0.close();
    later = 23 * 3_600_000;
    expect(tokens.recall(token)).toBeDefined();
    later = 25 * 3_600_000;
    expect(tokens.recall(token)).toBeUndefined();
    await expect(tokens.verify(token)).rejects.toMatchObject({ name: 'KeysUnavailableError' });
  });
});

/** Returns the character after the token's last one. It differs only in unused bits, so it decodes to the same bytes. */
function next(token: string): string {
  return String.fromCharCode(token.charCodeAt(token.length - 1) + 1);
}
