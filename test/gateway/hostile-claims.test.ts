import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { rawJws } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';

let scene: HostileScene;
beforeAll(async () => {
  scene = await startHostileScene();
});
afterAll(() => scene.close());

const seconds = () => Math.floor(Date.now() / 1000);
const { stringify } = JSON;

/** Returns the reason for which a token of the issuer with changed claims or header is refused. `undefined` removes a member. */
const reasonFor = (claims: object, header: object = {}) => {
  const token = rawJws(scene.header(header), { ...scene.claims, ...claims }, scene.issuerKey);
  return refusalOf(scene.gateway, { token });
};
/** Returns the reason for which a token of the issuer with a changed payload text is refused. */
const reasonForText = (change: (payload: string) => string) => {
  const payload = change(stringify(scene.claims));
  return refusalOf(scene.gateway, { token: rawJws(scene.header(), payload, scene.issuerKey) });
};

describe('T04: the times of a token are finite numbers, and now is between them', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['a string', String(seconds() + 3600)],
    ['a date', '2099-01-01T00:00:00Z'],
    ['true', true],
    ['a list', [seconds() + 3600]],
    ['an object', { seconds: seconds() + 3600 }],
    ['empty', ''],
  ])('exp is %s: TOKEN_MALFORMED', async (_case, exp) => {
    expect(await reasonFor({ exp })).toBe('TOKEN_MALFORMED');
  });

  it.each([
    ['1e999', '1e999'],
    ['1e309', '1e309'],
    ['of 400 digits', '9'.repeat(400)],
  ])('exp is %s: TOKEN_MALFORMED', async (_case, number) => {
    const reason = await reasonForText((text) => text.replace(/"exp":\d+/, `"exp":${number}`));
    expect(reason).toBe('TOKEN_MALFORMED');
  });

  it.each<[string, number]>([
    ['an hour ago', seconds() - 3600],
    ['six seconds ago', seconds() - 6],
    ['a fraction of a second beyond the tolerance', seconds() - 6.5],
    ['zero', 0],
    ['negative', -1],
    ['very negative', -Number.MAX_VALUE],
    ['hardly more than zero', 1e-300],
  ])('exp is %s: TOKEN_EXPIRED', async (_case, exp) => {
    expect(await reasonFor({ exp })).toBe('TOKEN_EXPIRED');
  });

  it('exp is -1e999: never valid', async () => {
    const reason = await reasonForText((text) => text.replace(/"exp":\d+/, '"exp":-1e999'));
    expect(['TOKEN_MALFORMED', 'TOKEN_EXPIRED']).toContain(reason);
  });

  it.each<[string, number]>([
    ['in an hour', seconds() + 3600],
    ['in a minute', seconds() + 60],
    ['in milliseconds', Date.now() + 3_600_000],
  ])('nbf is %s: TOKEN_NOT_YET_VALID', async (_case, nbf) => {
    expect(await reasonFor({ nbf })).toBe('TOKEN_NOT_YET_VALID');
  });

  it.each<[string, unknown]>([
    ['a string', '0'],
    ['null', null],
    ['a list', [0]],
    ['an object', {}],
    ['true', true],
  ])('nbf or iat is %s: TOKEN_MALFORMED', async (_case, instant) => {
    expect(await reasonFor({ nbf: instant })).toBe('TOKEN_MALFORMED');
    expect(await reasonFor({ iat: instant })).toBe('TOKEN_MALFORMED');
  });

  it('an expired token is told so though it was not valid yet either way', async () => {
    expect(await reasonFor({ exp: seconds() - 60, nbf: seconds() - 120 })).toBe('TOKEN_EXPIRED');
  });
});

describe('T05: tokens of another kind are refused for what they are', () => {
  it('an ID token', async () => {
    const token = await scene.auth0.idToken();
    expect(await refusalOf(scene.gateway, { token })).toBe('ID_TOKEN_SENT');
  });

  it.each<[string, Record<string, unknown>]>([
    ['with a nonce', { nonce: 'n-0S6_WzA2Mj' }],
    ['with a list of one audience', { aud: ['test-client'] }],
    ['that has expired', { exp: 1 }],
    ['with permissions', { permissions: ['read:users'], azp: 'test-client' }],
  ])('an ID token %s', async (_case, claims) => {
    const token = await scene.auth0.idToken(claims);
    expect(await refusalOf(scene.gateway, { token })).toBe('ID_TOKEN_SENT');
  });

  it('an ID token signed with the client secret', async () => {
    const reason = await reasonFor({ aud: 'test-client' }, { alg: 'HS256' });
    expect(reason).toBe('ID_TOKEN_SENT');
  });

  it.each([
    'logout+jwt',
    'dpop+jwt',
    'secevent+jwt',
    'token-introspection+jwt',
    'oauth-authz-req+jwt',
    'client-authentication+jwt',
    'application/logout+jwt',
    'id_token',
    'JWE',
    'JOSE',
    'at+jwt ',
    'at jwt',
    'at+JWTs',
    'xat+jwt',
    'text/jwt',
    'application/application/jwt',
    '',
    ' ',
    'JWT\0',
  ])('typ is %j: TOKEN_MALFORMED', async (typ) => {
    expect(await reasonFor({}, { typ })).toBe('TOKEN_MALFORMED');
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 1],
    ['a list', ['JWT']],
    ['an object', { typ: 'JWT' }],
    ['false', false],
  ])('typ is %s: TOKEN_MALFORMED', async (_case, typ) => {
    expect(await reasonFor({}, { typ })).toBe('TOKEN_MALFORMED');
  });

  it('a logout token, also one that calls itself a JWT', async () => {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const logout = { aud: 'test-client', events, sid: 'session', exp: seconds() + 120 };
    expect(await reasonFor(logout, { typ: 'logout+jwt' })).toBe('TOKEN_MALFORMED');
    expect(await reasonFor(logout)).toBe('ID_TOKEN_SENT');
  });

  it('a DPoP proof', async () => {
    const proof = { htm: 'POST', htu: scene.gateway.url, iat: seconds(), jti: 'proof' };
    const header = { typ: 'dpop+jwt', alg: 'RS256', jwk: scene.auth0.publicJwk };
    const token = rawJws(header, proof, scene.issuerKey);
    expect(await refusalOf(scene.gateway, { token })).toBe('TOKEN_MALFORMED');
  });

  it('a client assertion', async () => {
    const assertion = { iss: 'test-client', sub: 'test-client', aud: scene.auth0.issuer };
    expect(await reasonFor(assertion)).toBe('WRONG_ISSUER');
  });

  it('a token for /userinfo alone', async () => {
    expect(await reasonFor({ aud: `${scene.auth0.issuer}userinfo` })).toBe('WRONG_AUDIENCE');
  });

  it('a token for the Management API', async () => {
    expect(await reasonFor({ aud: `${scene.auth0.issuer}api/v2/` })).toBe('WRONG_AUDIENCE');
  });
});

describe('T06: the audience is ours, exactly', () => {
  const audience = 'https://api.test.example';
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['an empty list', []],
    ['another API', 'https://elsewhere.example'],
    ['with a slash behind', `${audience}/`],
    ['cut', audience.slice(0, -1)],
    ['continued', `${audience}.evil.example`],
    ['in capitals', audience.toUpperCase()],
    ['with white space', ` ${audience}`],
    ['with another after a space', `${audience} https://elsewhere.example`],
    ['with another after a comma', `${audience},https://elsewhere.example`],
    ['with another scheme', 'http://api.test.example'],
    ['percent-encoded', 'https%3A%2F%2Fapi.test.example'],
    ['a list as a string', `["${audience}"]`],
    ['a wildcard', '*'],
    ['a number', 1],
    ['true', true],
    ['an object', { [audience]: true }],
    ['an object like a list', { 0: audience, length: 1 }],
    ['a list in a list', [[audience]]],
    ['a list of objects', [{ aud: audience }]],
    ['a list of numbers', [1, 2]],
    ['a list of null', [null]],
    ['a list with near misses', [`${audience}/`, audience.toUpperCase(), `${audience}?`]],
  ])('%s: WRONG_AUDIENCE', async (_case, aud) => {
    expect(await reasonFor({ aud })).toBe('WRONG_AUDIENCE');
  });
});

describe('T07: the issuer is ours, exactly', () => {
  it.each<[string, (issuer: string) => unknown]>([
    ['missing', () => undefined],
    ['null', () => null],
    ['empty', () => ''],
    ['without its slash', (issuer) => issuer.slice(0, -1)],
    ['with two slashes', (issuer) => `${issuer}/`],
    ['in capitals', (issuer) => issuer.toUpperCase()],
    ['with https', (issuer) => issuer.replace('http:', 'https:')],
    ['without a scheme', (issuer) => issuer.replace('http://', '')],
    ['with another port', (issuer) => issuer.replace(/:\d+/, ':1')],
    ['with a path', (issuer) => `${issuer}tenant/`],
    ['with a query', (issuer) => `${issuer}?`],
    ['with a fragment', (issuer) => `${issuer}#`],
    ['with user info', (issuer) => issuer.replace('//', '//user@')],
    ['with white space', (issuer) => `${issuer} `],
    ['localhost for 127.0.0.1', (issuer) => issuer.replace('127.0.0.1', 'localhost')],
    ['another tenant', () => 'https://elsewhere.eu.auth0.com/'],
    ['ours within another', (issuer) => `https://evil.example/${issuer}`],
    ['a list of ours', (issuer) => [issuer]],
    ['an object', (issuer) => ({ issuer })],
    ['a number', () => 1],
    ['true', () => true],
  ])('%s: WRONG_ISSUER', async (_case, iss) => {
    expect(await reasonFor({ iss: iss(scene.auth0.issuer) })).toBe('WRONG_ISSUER');
  });
});

describe('T10: the subject is a string that names somebody', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', '   '],
    ['a no-break space', '\u00a0'],
    ['a number', 1],
    ['zero', 0],
    ['true', true],
    ['a list', ['auth0|1']],
    ['an object', { id: 'auth0|1' }],
    ['300 characters', 'a'.repeat(300)],
    ['256 characters', 'a'.repeat(256)],
    ['with a line end', 'auth0|1\nadmin'],
    ['with a carriage return', 'auth0|1\r'],
    ['with a NUL', 'auth0|1\0'],
    ['with an escape', 'auth0|\u001b[2J'],
    ['with a delete', 'auth0|\u007f'],
    ['with a C1 control', 'auth0|\u0085'],
    ['a lone surrogate', 'auth0|\ud800'],
  ])('%s: TOKEN_MALFORMED', async (_case, sub) => {
    expect(await reasonFor({ sub })).toBe('TOKEN_MALFORMED');
  });
});

describe('T12: people only, through clients that we know', () => {
  it.each<[string, object]>([
    ['as Auth0 makes them', { sub: 'machine@clients', gty: 'client-credentials', azp: 'machine' }],
    ['of our own client', { sub: 'test-client@clients', gty: 'client-credentials' }],
    [
      'in the profile of RFC 9068',
      { sub: 'machine@clients', gty: undefined, client_id: 'machine' },
    ],
    ['by the subject alone', { sub: 'machine@clients', gty: undefined }],
    ['by the grant alone', { gty: 'client-credentials' }],
    ['by one grant of several', { gty: ['refresh_token', 'client-credentials'] }],
    ['whose subject is the client', { sub: 'test-client', gty: undefined }],
  ])('a machine token %s: MACHINE_TOKEN', async (_case, claims) => {
    expect(await reasonFor(claims)).toBe('MACHINE_TOKEN');
  });

  it.each<[string, object]>([
    ['missing', { azp: undefined }],
    ['null', { azp: null }],
    ['empty', { azp: '' }],
    ['foreign', { azp: 'foreign-client' }],
    ['in capitals', { azp: 'TEST-CLIENT' }],
    ['continued', { azp: 'test-client2' }],
    ['cut', { azp: 'test-clien' }],
    ['with white space', { azp: 'test-client ' }],
    ['a list', { azp: ['test-client'] }],
    ['an object', { azp: { id: 'test-client' } }],
    ['a number', { azp: 0 }],
    ['true', { azp: true }],
    ['foreign as client_id', { azp: undefined, client_id: 'foreign-client' }],
    ['ours as azp and foreign as client_id', { client_id: 'foreign-client' }],
    ['foreign as azp and ours as client_id', { azp: 'foreign-client', client_id: 'test-client' }],
    ['ours as azp and null as client_id', { client_id: null }],
    ['a name of Object.prototype', { azp: 'constructor' }],
  ])('the client is %s: WRONG_CLIENT', async (_case, claims) => {
    expect(await reasonFor(claims)).toBe('WRONG_CLIENT');
  });
});

describe('T18: a payload in odd JSON is refused, and nothing breaks', () => {
  it.each<[string, (payload: string) => string, string]>([
    ['no JSON', () => 'not json', 'TOKEN_MALFORMED'],
    ['nothing', () => '', 'TOKEN_MALFORMED'],
    ['null', () => 'null', 'TOKEN_MALFORMED'],
    ['a list', (text) => `[${text}]`, 'TOKEN_MALFORMED'],
    ['a string', (text) => stringify(text), 'TOKEN_MALFORMED'],
    ['a byte order mark', (text) => `\ufeff${text}`, 'TOKEN_MALFORMED'],
    ['JSON twice', (text) => text + text, 'TOKEN_MALFORMED'],
    ['JSON cut short', (text) => text.slice(0, -1), 'TOKEN_MALFORMED'],
    ['NaN for a time', (text) => text.replace(/"exp":\d+/, '"exp":NaN'), 'TOKEN_MALFORMED'],
    ['nothing but braces', () => '{}', 'WRONG_ISSUER'],
    ['aud twice, the last foreign', (text) => text.replace(/}$/, ',"aud":"x"}'), 'WRONG_AUDIENCE'],
    ['iss twice, the last foreign', (text) => text.replace(/}$/, ',"iss":"x"}'), 'WRONG_ISSUER'],
    ['exp twice, the last past', (text) => text.replace(/}$/, ',"exp":1}'), 'TOKEN_EXPIRED'],
    ['sub twice, the last empty', (text) => text.replace(/}$/, ',"sub":""}'), 'TOKEN_MALFORMED'],
    ['claims in a prototype', (text) => `{"__proto__":${text}}`, 'WRONG_ISSUER'],
    ['deep lists alone', () => `{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`, 'WRONG_ISSUER'],
    [
      'deep lists for aud',
      (text) => text.replace(/}$/, `,"aud":${'['.repeat(3000)}${']'.repeat(3000)}}`),
      'WRONG_AUDIENCE',
    ],
  ])('%s', async (_case, change, reason) => {
    expect(await reasonForText(change)).toBe(reason);
  });

  it.each(['null', '[]', '"RS256"', '1', '', '{"alg":"RS256"', '\ufeff{"alg":"RS256"}'])(
    'a header of %j',
    async (header) => {
      const token = rawJws(header, scene.claims, scene.issuerKey);
      expect(await refusalOf(scene.gateway, { token })).toBe('TOKEN_MALFORMED');
    },
  );

  it('alg twice, the last none', async () => {
    const header = stringify(scene.header()).replace(/}$/, ',"alg":"none"}');
    const token = rawJws(header, scene.claims, scene.issuerKey);
    expect(await refusalOf(scene.gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });
});
