import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let gateway: TestGateway;
let release: () => Promise<void>;
let atAuth0: Promise<void>;

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0);
  const tokens = JSON.stringify(await auth0.tokens());
  atAuth0 = new Promise((reached) => {
    auth0.answer('/oauth/token', (response: ServerResponse) => {
      release = async () => {
        response.setHeader('content-type', 'application/json');
        await new Promise<void>((done) => response.end(tokens, done));
      };
      reached();
    });
  });
});
afterEach(() => auth0.close());

const login =
  'mutation { login(input: { username: "user@example.com", password: "p" }) { __typename } }';
const session = { login: { __typename: 'Session' } };

/** Waits until a closing gateway takes no connection. One that was on its way when it began to close gets an answer, and no second. */
async function refusesConnections(url: string): Promise<void> {
  const connection = await fetch(url).then(
    ({ headers }) => headers.get('connection'),
    () => 'refused',
  );
  if (connection === 'refused') return;
  expect(connection).toBe('close');
  await refusesConnections(url);
}

describe('close', () => {
  it('L04: finishes a login in flight, and takes no new connection', async () => {
    const answer = gateway.request(login);
    await atAuth0;
    const closed = gateway.close();
    await refusesConnections(gateway.url);
    await release();
    expect((await answer).data).toEqual(session);
    await closed;
  });

  it('L04: is not ready any more for whoever still gets through', async () => {
    const answer = gateway.request(login);
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write('GET /health/ready HTTP/1.1\r\n');
    await atAuth0;
    const closed = gateway.close();
    socket.write('Host: localhost\r\n\r\n');
    const refused = await text(socket);
    expect(refused).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    expect(refused).toMatch(/^connection: close\r$/im);
    await release();
    expect((await answer).data).toEqual(session);
    await closed;
  });

  it('L04: waits for nobody whose request trickles in', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    const trickle = setInterval(() => socket.write(' '), 100);
    socket.on('error', () => undefined);
    await new Promise((wait) => setTimeout(wait, 300));
    const startedAt = performance.now();
    await gateway.close();
    clearInterval(trickle);
    expect(performance.now() - startedAt).toBeLessThan(patience);
  });

  it('waits for nobody who is idle', async () => {
    await gateway.request('{ __typename }', { headers: { connection: 'keep-alive' } });
    const startedAt = performance.now();
    await gateway.close();
    expect(performance.now() - startedAt).toBeLessThan(patience);
  });
});

describe('SHUTDOWN_DELAY', () => {
  it('is the time in which a gateway that is not ready still answers everything', async () => {
    const stopping = await gatewayBefore(auth0, { SHUTDOWN_DELAY: '2' });
    const closed = stopping.close();
    const ready = await fetch(new URL('/health/ready', stopping.url));
    expect(ready.status).toBe(503);
    const { status, headers } = await stopping.request('{ __typename }');
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await closed;
    await expect(fetch(stopping.url)).rejects.toThrow('fetch failed');
    await gateway.close();
  });
});

describe('IDLE_TIMEOUT', () => {
  it.each([
    [{}, 'timeout=75'],
    [{ IDLE_TIMEOUT: '620' }, 'timeout=620'],
  ])('is how long an idle connection stays open: %p', async (env, told) => {
    const patient = await gatewayBefore(auth0, env);
    const { headers } = await patient.request('{ __typename }');
    expect(headers.get('keep-alive')).toBe(told);
    await patient.close();
    await gateway.close();
  });

  it('closes an idle connection after that time', async () => {
    const impatient = await gatewayBefore(auth0, { IDLE_TIMEOUT: '1' });
    const socket = connect(Number(new URL(impatient.url).port), '127.0.0.1');
    socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    await impatient.close();
    await gateway.close();
  });
});
