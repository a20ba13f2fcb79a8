import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startTenant } from '../../../src/tenant/tenant.ts';
import { seededSettings, type TestTenant } from '../support.ts';
import { switchableTenant, type Control } from './support.ts';

let tenant: TestTenant;
let control: Control;
let port: string;
beforeAll(async () => {
  ({ tenant, control } = await switchableTenant());
  ({ port } = new URL(tenant.url));
});

interface RawAnswer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends a request with any `Host`, which `fetch` does not allow. */
async function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
  url = tenant.url,
): Promise<RawAnswer> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const sent = request(url + path, { method, headers: { ...length, ...headers } });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

const json = { 'content-type': 'application/json' };

/** Tells whether the request has moved the tenant's clock. */
const isMoved = async () => (await control('GET', '')).clock.offset_seconds !== 0;

describe('Host', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('%s is the tenant', async (name) => {
    const { status } = await raw('GET', '/control', { host: `${name}:${port}` });
    expect(status).toBe(200);
  });

  it.each([
    'rebound.example',
    'localhost',
    'localhost:1',
    'localhost.rebound.example',
    '127.0.0.1.nip.io',
  ])('%j is refused, whatever is asked', async (name) => {
    const host =
      name.includes(':') || name === 'localhost' || name === '' ? name : `${name}:${port}`;
    for (const [method, path, body] of [
      ['GET', '/control', undefined],
      ['OPTIONS', '/control/clock', undefined],
      ['POST', '/control/clock/advance', '{"seconds":60}'],
      ['GET', '/control/nosuch', undefined],
    ] as const) {
      const { status, text } = await raw(method, path, { ...json, host }, body);
      expect(status).toBe(403);
      expect(text).toContain(
        `Host has to be one of localhost:${port}, 127.0.0.1:${port}, [::1]:${port}`,
      );
    }
    expect(await isMoved()).toBe(false);
  });

  it('is not left out, as HTTP/1.0 may', async () => {
    const socket = connect(Number(port), 'localhost');
    socket.end('GET /control HTTP/1.0\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('may be where the tenant was told to listen', async () => {
    const other = await startTenant({ settings: seededSettings, port: 0, host: '127.0.0.2' });
    const { host } = new URL(other.url);
    const answers = await Promise.all(
      [host, host.replace('127.0.0.2', 'localhost'), host.replace('127.0.0.2', '127.0.0.3')].map(
        (name) => raw('GET', '/control', { host: name }, undefined, other.url),
      ),
    );
    await other.close();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403]);
  });
});

describe('Origin', () => {
  it('may be the tenant itself', async () => {
    const { status } = await raw('GET', '/control', { origin: tenant.url });
    expect(status).toBe(200);
  });

  it.each(['https://elsewhere.example', 'http://localhost:1', 'https://localhost', 'null', ''])(
    '%j is refused, whatever is asked',
    async (origin) => {
      for (const [method, path, body] of [
        ['GET', '/control', undefined],
        ['OPTIONS', '/control/clock', undefined],
        ['POST', '/control/clock/advance', '{"seconds":60}'],
        ['PUT', '/control/clock', '{"now":"2030-01-01T00:00:00Z"}'],
        ['DELETE', '/control/clock', undefined],
      ] as const) {
        const { status, text } = await raw(method, path, { ...json, origin }, body);
        expect([status, text]).toEqual([403, expect.stringContaining('Origin has to be')]);
      }
      expect(await isMoved()).toBe(false);
    },
  );
});

describe('Content-Type', () => {
  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'application/json-seq',
    undefined,
  ])('%j is refused: JSON alone is taken', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    for (const [method, path, body] of [
      ['POST', '/control/clock/advance', '{"seconds":60}'],
      ['POST', '/control/keys/rotate', ''],
      ['PUT', '/control/clock', '{"now":"2030-01-01T00:00:00Z"}'],
    ] as const) {
      const { status, text } = await raw(method, path, headers, body);
      expect([status, text]).toEqual([
        415,
        '{"error":"invalid_request","error_description":"Content-Type has to be application/json"}',
      ]);
    }
    expect(await isMoved()).toBe(false);
  });

  it('may have parameters', async () => {
    const headers = { 'content-type': 'Application/JSON ; charset=utf-8' };
    const { status } = await raw('PUT', '/control/faults/token', headers, '{"fault":"garbage"}');
    expect(status).toBe(200);
    await control('DELETE', '/faults/token');
  });

  it('of what is no JSON after all is answered with 400', async () => {
    const { status } = await raw('POST', '/control/clock/advance', json, 'seconds=60');
    expect(status).toBe(400);
  });
});

describe('CORS', () => {
  it.each([
    ['OPTIONS', { 'access-control-request-method': 'PUT' }],
    ['OPTIONS', { 'access-control-request-private-network': 'true' }],
    ['GET', {}],
    ['POST', json],
  ])('nothing of it is in an answer to %s %j', async (method, headers: Record<string, string>) => {
    for (const origin of [tenant.url, 'https://elsewhere.example']) {
      const answer = await raw(method, '/control/clock', { ...headers, origin });
      const names = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'));
      expect(names).toEqual([]);
      expect(answer.headers['x-auth0-requestid']).toBeDefined();
    }
  });
});

describe('GET /control', () => {
  it('tells the state of every switch, and is stored nowhere', async () => {
    const { status, headers, text } = await raw('GET', '/control', {});
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('no-store');
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'clock',
      'faults',
      'token_lifetime',
      'keys',
    ]);
  });

  it.each([
    ['GET', '/control/nosuch'],
    ['PUT', '/control/faults/nosuch'],
    ['PATCH', '/control/clock'],
  ])('there is no %s %s', async (method, path) => {
    const { status, text } = await raw(method, path, json, '{}');
    expect([status, JSON.parse(text)]).toEqual([
      404,
      {
        error: 'not_found',
        error_description: `${method} ${path} is not a switch; see docs/local-tenant.md`,
      },
    ]);
  });
});
