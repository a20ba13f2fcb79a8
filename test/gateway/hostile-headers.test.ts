import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { encoded } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';
import { testUser } from '../support/scripted-auth0.ts';

let scene: HostileScene;
let token: string;
beforeAll(async () => {
  scene = await startHostileScene();
  token = await scene.auth0.accessToken();
});
afterAll(() => scene.close());

const reasonFor = (authorization: string) =>
  refusalOf(scene.gateway, { headers: { authorization } });

/** Sends a request with unchanged header lines, which `fetch` would normalize. */
function raw(...lines: string[]): Promise<Pick<GraphQLAnswer<unknown>, 'data' | 'errors'>> {
  const { hostname, port } = new URL(scene.gateway.url);
  const body = JSON.stringify({ query: '{ __typename me { id } }' });
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${hostname}:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...lines,
  ];
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    });
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(JSON.parse(received.slice(received.indexOf('{'))) as GraphQLAnswer<unknown>);
    });
  });
}

describe('T13: a token counts in the Authorization header alone', () => {
  it.each(['access_token', 'accessToken', 'token', 'bearer', 'jwt', 'authorization'])(
    'not as ?%s= in the URL',
    async (name) => {
      const response = await fetch(`${scene.gateway.url}?${name}=${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ me { id } }' }),
      });
      const { errors } = (await response.json()) as GraphQLAnswer<unknown>;
      expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_MISSING');
    },
  );

  it('not in the URL of a GET', async () => {
    const query = new URLSearchParams({ query: '{ me { id } }', access_token: token });
    const response = await fetch(`${scene.gateway.url}?${query.toString()}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    const { errors } = (await response.json()) as GraphQLAnswer<unknown>;
    expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_MISSING');
  });

  it.each(['access_token', 'token', 'authorization', 'extensions'])(
    'not as %s in the body',
    async (name) => {
      const query = '{ me { id } }';
      const value = name === 'extensions' ? { access_token: token } : token;
      const response = await fetch(scene.gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, [name]: value }),
      });
      const { errors } = (await response.json()) as GraphQLAnswer<unknown>;
      expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_MISSING');
    },
  );

  it.each([
    'x-access-token',
    'x-authorization',
    'proxy-authorization',
    'token',
    'x-forwarded-access-token',
  ])('not in the header %s', async (name) => {
    const headers = { [name]: `Bearer ${token}` };
    expect(await refusalOf(scene.gateway, { headers })).toBe('TOKEN_MISSING');
  });

  it('not in a cookie', async () => {
    const headers = { cookie: `access_token=${token}; Authorization=Bearer ${token}` };
    expect(await refusalOf(scene.gateway, { headers })).toBe('TOKEN_MISSING');
  });

  it('not in two headers at once, whichever is good', async () => {
    const good = `Authorization: Bearer ${token}`;
    for (const other of [
      good,
      'Authorization: Bearer x',
      'authorization: Basic eDp5',
      'AUTHORIZATION:',
    ]) {
      for (const lines of [
        [good, other],
        [other, good],
      ]) {
        const { data, errors } = await raw(...lines);
        expect(data).toEqual({ __typename: 'Query', me: null });
        expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_MALFORMED');
      }
    }
  });
});

describe('T14: credentials that are not "Bearer <access token>" are refused', () => {
  it.each(['Bearer', 'bearer', 'BEARER', 'bEARER'])(
    '%s is the scheme in any case',
    async (scheme) => {
      const headers = { authorization: `${scheme} ${token}` };
      const { data } = await scene.gateway.request('{ me { id } }', { headers });
      expect(data).toEqual({ me: { id: testUser } });
    },
  );

  it.each<[string, (token: string) => string]>([
    ['the token alone', (t) => t],
    ['Basic', () => 'Basic dXNlcjpwYXNzd29yZC1vZi1hLXVzZXI='],
    ['Basic with the token', (t) => `Basic ${t}`],
    ['DPoP with the token', (t) => `DPoP ${t}`],
    ['Token with the token', (t) => `Token ${t}`],
    ['JWT with the token', (t) => `JWT ${t}`],
    ['Bearer twice', (t) => `Bearer Bearer ${t}`],
    ['Bearer alone', () => 'Bearer'],
    ['two tokens', (t) => `Bearer ${t} ${t}`],
    ['a list', (t) => `Bearer ${t}, Bearer ${t}`],
    ['a list with another scheme before', (t) => `Basic eDp5, Bearer ${t}`],
    ['a list with another scheme behind', (t) => `Bearer ${t}, Basic eDp5`],
    ['a tab', (t) => `Bearer\t${t}`],
    ['no space', (t) => `Bearer${t}`],
    ['a colon', (t) => `Bearer: ${t}`],
    ['an equals sign', (t) => `Bearer=${t}`],
    ['quotes', (t) => `Bearer "${t}"`],
    ['angle brackets', (t) => `Bearer <${t}>`],
    ['a parameter', (t) => `Bearer token=${t}`],
    ['a semicolon behind', (t) => `Bearer ${t};`],
    ['a look-alike of the scheme', (t) => `Вearer ${t}`],
  ])('%s', async (_case, header) => {
    const value = Buffer.from(header(token)).toString('latin1');
    expect(await reasonFor(value)).toBe('TOKEN_MALFORMED');
  });

  it.each(['null', 'undefined', '[object Object]', '${token}', 'true'])(
    'what a front end sends by mistake: Bearer %s',
    async (word) => {
      expect(await reasonFor(`Bearer ${word}`)).toBe('TOKEN_MALFORMED');
    },
  );

  it('an empty header is no credentials: TOKEN_MISSING', async () => {
    const { errors } = await raw('Authorization:');
    expect(errors?.[0]?.extensions['reason']).toBe('TOKEN_MISSING');
  });

  it('white space around the header does not belong to it (RFC 9110 §5.5)', async () => {
    const { data } = await raw(`Authorization:   \tBearer ${token} \t `);
    expect(data).toMatchObject({ me: { id: testUser } });
  });
});

describe('T17: one spelling for each token', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  /**
   * Returns the other spellings of a signature. Its 256 bytes leave four unused bits in the last of 342 characters, which makes 16
   * spellings; one of them is canonical.
   */
  const respelt = (text: string) => {
    const last = alphabet.indexOf(text.slice(-1));
    return [...Array(15).keys()].map(
      (bits) => text.slice(0, -1) + alphabet.charAt(last + bits + 1),
    );
  };

  const signatureOf = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url');

  it('unused bits of the signature, all fifteen', async () => {
    for (const spelling of respelt(token)) {
      expect(signatureOf(spelling)).toEqual(signatureOf(token));
      expect(await reasonFor(`Bearer ${spelling}`)).toBe('TOKEN_MALFORMED');
    }
  });

  it.each<[string, (parts: [string, string, string]) => string[]]>([
    ['padding behind the signature', ([h, p, s]) => [h, p, `${s}==`]],
    ['padding behind the payload', ([h, p, s]) => [h, `${p}=`, s]],
    ['a space in the signature', ([h, p, s]) => [h, p, `${s.slice(0, 9)} ${s.slice(9)}`]],
    ['a tab in the payload', ([h, p, s]) => [h, `${p.slice(0, 9)}\t${p.slice(9)}`, s]],
    ['the plain alphabet', ([h, p]) => [h, p, '+/'.repeat(171)]],
    ['percent escapes', ([h, p, s]) => [h, p, `%${s.charCodeAt(0).toString(16)}${s.slice(1)}`]],
    ['a dot behind', (parts) => [...parts, '']],
    ['a dot before', (parts) => ['', ...parts]],
    ['a dot in the payload', ([h, p, s]) => [h, p.slice(0, 9), p.slice(9), s]],
    ['two parts', ([h, p]) => [h, p]],
    ['five parts', ([h, p, s]) => [h, p, s, 'AAAA', 'AAAA']],
    ['six parts', (parts) => [...parts, ...parts]],
    ['a tilde, as in an SD-JWT', ([h, p, s]) => [h, p, `${s}~`]],
  ])('%s', async (_case, change) => {
    const spelling = change(token.split('.') as [string, string, string]).join('.');
    expect(['TOKEN_MALFORMED', 'TOKEN_ENCRYPTED']).toContain(await reasonFor(`Bearer ${spelling}`));
  });

  it.each<[string, string, string]>([
    ['JSON serialisation', '{"payload":"e30","signatures":[]}', 'TOKEN_MALFORMED'],
    [
      'a token within a token',
      `${encoded({ alg: 'RS256', cty: 'JWT' })}.${encoded('a.b.c')}.AAAA`,
      'TOKEN_MALFORMED',
    ],
    ['an opaque access token of an old tenant', 'kPFYSWSbJqNOQbnvjwmTQfqYdYEPpyQe', 'TOKEN_OPAQUE'],
    [
      'an opaque access token of today',
      `${encoded({ alg: 'dir', enc: 'A256GCM', iss: 'https://t/' })}..c2l4dGVlbiBieXRlcw.Y2lwaGVy.dGFn`,
      'TOKEN_OPAQUE',
    ],
    [
      'an encrypted token',
      `${encoded({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })}.a2V5.aXY.Y2lwaGVy.dGFn`,
      'TOKEN_ENCRYPTED',
    ],
    [
      'an encrypted token with a password',
      `${encoded({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 4294967295 })}.a2V5.aXY.Y2lwaGVy.dGFn`,
      'TOKEN_ENCRYPTED',
    ],
    [
      'a compressed token',
      `${encoded({ alg: 'RSA-OAEP', enc: 'A128GCM', zip: 'DEF' })}.a2V5.aXY.Y2lwaGVy.dGFn`,
      'TOKEN_ENCRYPTED',
    ],
    ['a refresh token', 'v1.MRaGhnHxCcpeLMNpRTEsSgQbNr2vMRaGhnHx', 'TOKEN_OPAQUE'],
    ['a refresh token of the local tenant', 'v1.eyJhIjoxfQ.MRaGhnHxCcpeLMNpRTEsSg', 'TOKEN_OPAQUE'],
    ['a PASETO', 'v4.public.eyJzdWIiOiJhZG1pbiJ9.AAAA', 'TOKEN_MALFORMED'],
  ])('%s', async (_case, bearer, reason) => {
    expect(await reasonFor(`Bearer ${bearer}`)).toBe(reason);
  });
});

describe('T18: size', () => {
  it('a token of 12 KB is read like any other', async () => {
    const long = await scene.auth0.accessToken({ padding: 'x'.repeat(8000) });
    const { data } = await scene.gateway.request('{ me { id } }', { token: long });
    expect(data).toEqual({ me: { id: testUser } });
  });

  it('headers beyond what HTTP takes are refused by HTTP: 431', async () => {
    const response = await fetch(scene.gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${'a'.repeat(60_000)}`,
      },
      body: '{"query":"{ me { id } }"}',
    });
    expect(response.status).toBe(431);
  });
});
