import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditServer } from 'graphql-http';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const origin = 'https://app.test.example';
const secret = 's3cret-Horse-7';

let auth0: ScriptedAuth0;
let gateway: TestGateway;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, { CORS_ORIGINS: origin });
});
afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

/** Sends bytes to the server, and returns everything that it answers until it closes the connection. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
    socket.end(request);
  });
}

const json = { 'content-type': 'application/json' };
const preflighted = { 'apollo-require-preflight': 'true' };
const post = (body: string | Buffer, headers: Record<string, string> = json) =>
  fetch(gateway.url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
const get = (search: string, headers: Record<string, string> = preflighted) =>
  fetch(gateway.url + search, { headers });
const operation = (query: unknown, more = {}) => JSON.stringify({ query, ...more });

describe('GraphQL over HTTP', () => {
  it('G12: meets every audit of graphql-http but three SHOULD', async () => {
    const development = await gatewayBefore(auth0, { NODE_ENV: 'development' });
    // A program that sends a GET needs this header to show that it is not a form or an image on another site.
    const fetchFn = (url: string, { headers, ...init }: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...preflighted, ...(headers as object) } });
    const results = await auditServer({ url: development.url, fetchFn });
    await development.close();
    const missed = results.filter(({ status }) => status !== 'ok');
    expect(missed.map(({ name }) => name).sort()).toEqual([
      'SHOULD use 200 status code on document parsing failure when accepting application/json',
      'SHOULD use 200 status code on document validation failure when accepting application/json',
      'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
    ]);
  });
});

const nested = (levels: number, open: string, inner: string, close: string) =>
  `{${open.repeat(levels)}${inner}${close.repeat(levels)}}`;
const fragmentChain = (links: number) =>
  `{ ...f0 } ${Array.from({ length: links }, (_, n) => `fragment f${n} on Query { ...f${n + 1} }`).join(' ')}
   fragment f${links} on Query { __typename }`;

describe('a body that no client of GraphQL sends', () => {
  it.each<[string, number, string | Buffer]>([
    ['malformed JSON', 400, `{"query": "${secret}`],
    ['nothing', 400, ''],
    ['bytes that are not UTF-8', 400, Buffer.from(operation('{ __typename } # é'), 'latin1')],
    ['UTF-16', 400, Buffer.from(operation('{ __typename }'), 'utf16le')],
    ['a forged prototype', 400, `{"query":"{ __typename }","__proto__":{"x":"${secret}"}}`],
    ['null', 400, 'null'],
    ['a number', 400, '5'],
    ['a string', 400, `"${secret}"`],
    ['an empty object', 400, '{}'],
    ['a batch', 400, `[${operation('{ __typename }')},${operation('{ __typename }')}]`],
    ['an empty batch', 400, '[]'],
    ['query as an object', 400, operation({ secret })],
    ['query as a number', 400, operation(5)],
    ['query as null', 400, operation(null)],
    ['an empty query', 400, operation('')],
    ['variables as a string', 400, operation('{ __typename }', { variables: `{"a":"${secret}"}` })],
    ['variables as an array', 400, operation('{ __typename }', { variables: [secret] })],
    ['extensions as a string', 400, operation('{ __typename }', { extensions: secret })],
    ['operationName as a number', 400, operation('{ __typename }', { operationName: 5 })],
    ['an unknown operationName', 400, operation('{ __typename }', { operationName: secret })],
    ['more than 256 KiB', 413, operation(`{ __typename } # ${secret.repeat(20_000)}`)],
    ['a megabyte of aliases', 413, operation(`{${'a: __typename '.repeat(75_000)}}`)],
    ['10,000 aliases', 400, operation(`{${'a: __typename '.repeat(10_000)}}`)],
    ['fragments in 30,000 fragments', 400, operation(nested(30_000, '...{', '__typename', '}'))],
    ['a chain of 5,000 fragments', 400, operation(fragmentChain(5000))],
    ['a list in 20,000 lists', 400, operation(nested(20_000, 'a(b:[', '', '])'))],
    ['50,000 directives', 400, operation(`{ __typename ${'@a'.repeat(50_000)} }`)],
  ])('G06, G09: %s is answered with %i in JSON, quoting nothing', async (_name, status, body) => {
    const response = await post(body);
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) } }],
    });
    expect(text + gateway.logText()).not.toContain(secret);
  });

  it('G04: 20,000 unknown fields in a variable are refused at the first', async () => {
    const input = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`a${n}`, 1]));
    // CPU time, since the gateway runs in this process: other processes on the machine do not change it.
    const before = process.cpuUsage();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
        variables: { input },
      }),
    });
    const { errors } = (await response.json()) as { errors: unknown[] };
    expect(response.status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
  });

  it.each([
    ['a query', 'query ($x: Boolean = true) { __typename @include(if: $x) }'],
    [
      'a mutation',
      'mutation ($x: Boolean = true) { logout(input: {}) @skip(if: $x) { __typename } }',
    ],
  ])('G06: a null in @skip or @include of %s is the fault of who sent it', async (_what, query) => {
    const { status, errors } = await gateway.request(query, { variables: { x: null } });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('G06: a subscription, which there is not, is the fault of who sent it', async () => {
    const { status, errors } = await gateway.request('subscription { __typename }');
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('G04: 100 root fields are answered, 101 are refused', async () => {
    const wide = (length: number) =>
      `{ ${Array.from({ length }, (_, n) => `a${n}: __typename`).join(' ')} }`;
    expect(await gateway.request(wide(100))).toMatchObject({ status: 200 });
    expect(await gateway.request(wide(101))).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it.each([100, 300, 600])('G06: a chain of %i fragments exhausts no stack', async (links) => {
    const response = await post(operation(fragmentChain(links)));
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it.each([1000, 2000, 3000, 4000, 6000, 9000])(
    'G06: %i fragments in one another are the fault of who sent them, or are answered',
    async (levels) => {
      const response = await post(operation(nested(levels, '...{', '__typename', '}')));
      const text = await response.text();
      expect([200, 400]).toContain(response.status);
      expect(text).not.toContain('call stack');
    },
  );

  it.each([
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/graphql', 415],
    [';;;', 415],
    ['text/plain', 415],
  ])('S06: content type %s is refused with %i', async (type, status) => {
    const response = await post(operation('{ __typename }'), { 'content-type': type });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('refuses a client that takes HTML alone', async () => {
    const response = await post(operation('{ __typename }'), { ...json, accept: 'text/html' });
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('does not carry out an operation whose client would not take the answer, and has one line for it', async () => {
    const earlier = gateway.log().length;
    const mutation = 'mutation { logout(input: { refreshToken: "any" }) { __typename } }';
    const response = await post(operation(mutation), { ...json, accept: 'text/html, image/*' });
    expect(response.status).toBe(406);
    const lines = gateway.log().slice(earlier);
    expect(lines).toMatchObject([{ msg: 'request refused', status: 406 }]);
  });

  it('takes UTF-8 by any of its names', async () => {
    const headers = { 'content-type': 'application/json; charset="UTF-8"' };
    const response = await post(operation('{ __typename } # é'), headers);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('methods', () => {
  it('answers a query by GET with the header that no form can send', async () => {
    const response = await get('?query={__typename}');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('S06: refuses a query by GET without it', async () => {
    const response = await get('?query={__typename}', {});
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        {
          message:
            'Send the operation by POST, with Content-Type: application/json. A GET needs the header Apollo-Require-Preflight: true, which no form of another site can send.',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  it('says to a program with another method or without a type what to send', async () => {
    const put = await fetch(gateway.url, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await put.text()).toContain('Send the operation by POST.');
    const untyped = await fetch(gateway.url, { method: 'POST' });
    expect(untyped.status).toBe(415);
    expect(await untyped.text()).toContain('Send the body as application/json.');
  });

  it.each(['', '?query={__typename}'])(
    'tells a browser at /graphql%s that this is an API',
    async (search) => {
      const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
      const response = await get(search, { accept });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).toContain('This is a GraphQL API');
    },
  );

  it.each([
    ['a body that is no operation', () => post('{}')],
    ['a query by GET without the header', () => get('?query={__typename}', {})],
  ])('writes one line for %s', async (_what, ask) => {
    const before = gateway.log().length;
    const { status, headers } = await ask();
    expect(gateway.log().slice(before)).toMatchObject([
      { msg: 'request refused', status, requestId: headers.get('x-request-id') },
    ]);
  });

  it('G08: refuses a mutation by GET with 405', async () => {
    const search = new URLSearchParams({
      query: `mutation { logout(input: { refreshToken: "${secret}" }) { __typename } }`,
    });
    const response = await get(`?${search.toString()}`);
    expect(response.status).toBe(405);
    expect(await response.text()).not.toContain(secret);
    expect(auth0.seen('/oauth/revoke')).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])('refuses %s with 405', async (method) => {
    const response = await fetch(gateway.url, { method, headers: preflighted });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it('has no persisted queries, and says so in an answer that nobody keeps', async () => {
    const persistedQuery = { version: 1, sha256Hash: 'a'.repeat(64) };
    const response = await post(JSON.stringify({ extensions: { persistedQuery } }));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
    });
  });
});

describe('requests below HTTP clients', () => {
  const host = 'Host: localhost\r\nConnection: close\r\n';

  it.each([
    ['a malformed URL', 400, `GET /graphql/%zz?access_token=${secret} HTTP/1.1\r\n${host}\r\n`],
    [
      'a Host that is none',
      400,
      `GET /graphql HTTP/1.1\r\nHost: a b<c>/\r\nConnection: close\r\n\r\n`,
    ],
    ['a URL of another host', 400, `GET http://evil.example/graphql HTTP/1.1\r\n${host}\r\n`],
    ['an unknown path', 404, `GET /${secret}?token=${secret} HTTP/1.1\r\n${host}\r\n`],
    ['an unknown method', 400, `FOO /graphql HTTP/1.1\r\n${host}\r\n`],
    ['a method of WebDAV', 404, `PROPFIND /graphql HTTP/1.1\r\n${host}\r\n`],
    [
      'huge headers',
      431,
      `GET /graphql HTTP/1.1\r\n${host}X-Token: ${secret.repeat(2000)}\r\n\r\n`,
    ],
    [
      'two lengths',
      400,
      `POST /graphql HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ],
    [
      'a bad chunk',
      400,
      `POST /graphql HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
    ],
    ['TLS', 400, '\x16\x03\x01\x00garbage\r\n\r\n'],
  ])('G06: %s is answered with %i in JSON', async (_name, status, request) => {
    const answer = await raw(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^content-type: application\/json/im);
    expect(() => void JSON.parse(present(answer.split('\r\n\r\n')[1]))).not.toThrow();
    expect(answer + gateway.logText()).not.toContain(secret);
  });

  it('survives a body that is cut off', async () => {
    const type = 'Content-Type: application/json\r\nContent-Length: 400\r\n';
    await raw(`POST /graphql HTTP/1.1\r\n${host}${type}\r\n{"query`);
    const { status } = await gateway.request('{ __typename }');
    expect(status).toBe(200);
  });
});

describe('headers', () => {
  it('G10: every answer has the security headers and no banner', async () => {
    for (const response of [
      await get('?query={__typename}'),
      await get('/nowhere'),
      await post('{'),
    ]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'strict-transport-security': expect.stringContaining('max-age='),
        'referrer-policy': 'no-referrer',
      });
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(response.headers.get('server')).toBeNull();
    }
  });

  it('S07: an origin of the list may read answers, their challenge included', async () => {
    const { headers } = await gateway.request('{ me { id } }', { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-expose-headers')).toContain('www-authenticate');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(headers.get('vary')).toBe('Origin');
  });

  it.each(['https://evil.example', 'null', `${origin}.evil.example`, 'http://app.test.example'])(
    'S07: origin %s may not',
    async (foreign) => {
      const { headers } = await gateway.request('{ __typename }', { headers: { origin: foreign } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      const preflight = await fetch(gateway.url, {
        method: 'OPTIONS',
        headers: { origin: foreign, 'access-control-request-method': 'POST' },
      });
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('S07: a preflight of an origin of the list passes', async () => {
    const { status, headers } = await fetch(gateway.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
  });

  it.each([
    'http://localhost:5174',
    'http://localhost',
    'https://localhost:4173',
    'http://127.0.0.1:5173',
    'http://[::1]:8080',
  ])('development lets %s in', async (page) => {
    const development = await gatewayBefore(auth0, { NODE_ENV: 'development' });
    const { headers } = await development.request('{ __typename }', { headers: { origin: page } });
    const preflight = await fetch(development.url, {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'POST' },
    });
    await development.close();
    expect(headers.get('access-control-allow-origin')).toBe(page);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(page);
    expect(development.logText()).not.toContain('CORS_ORIGINS');
  });

  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://192.168.1.7:5173',
    'null',
  ])('development lets %s not in, and names it in the log', async (page) => {
    const development = await gatewayBefore(auth0, { NODE_ENV: 'development' });
    const { headers } = await development.request('{ __typename }', { headers: { origin: page } });
    await development.close();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(development.logText()).toContain(`pages of ${page} may not read answers`);
  });

  it('production names each refused origin once in the log, and what to set', async () => {
    const production = await gatewayBefore(auth0, { NODE_ENV: 'production', CORS_ORIGINS: origin });
    const own = new URL(production.url).origin;
    for (const page of [
      'https://new.example',
      origin,
      own,
      'https://new.example',
      'http://localhost:5173',
    ]) {
      await production.request('{ __typename }', { headers: { origin: page } });
    }
    await production.close();
    const warnings = production.log().filter(({ level }) => level === 40);
    expect(warnings.map(({ msg }) => msg)).toEqual([
      'pages of https://new.example may not read answers: if it is your front end, add it to CORS_ORIGINS',
      'pages of http://localhost:5173 may not read answers: if it is your front end, add it to CORS_ORIGINS',
    ]);
  });

  it('invented origins cannot fill the log', async () => {
    const production = await gatewayBefore(auth0, { NODE_ENV: 'production' });
    for (let n = 0; n < 120; n++) {
      await production.request('{ __typename }', { headers: { origin: `https://${n}.example` } });
    }
    await production.close();
    expect(production.log().filter(({ level }) => level === 40)).toHaveLength(100);
  });

  it('production lets no origin in unless told', async () => {
    const production = await gatewayBefore(auth0, { NODE_ENV: 'production' });
    const { headers } = await production.request('{ __typename }', {
      headers: { origin: 'http://localhost:5173' },
    });
    await production.close();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('health', () => {
  it.each(['/health/live', '/health/ready'])('%s is ok, with the tenant down too', async (path) => {
    const response = await fetch(new URL(path, gateway.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });
});
