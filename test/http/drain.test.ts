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

describe('close', () => {
  it('L04: finishes a login in flight, and takes no new connection', async () => {
    const answer = gateway.request(login);
    await atAuth0;
    const closed = gateway.close();
    await expect(fetch(gateway.url)).rejects.toThrow('fetch failed');
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
