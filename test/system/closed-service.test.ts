// needs: ip
import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOrdersService, type OrdersService } from '../examples/orders-service.ts';
import {
  closedNetwork,
  hasNamespaces,
  type ClosedNetwork,
  type Machine,
} from '../support/closed-network.ts';
import { followedProject } from '../support/followed-project.ts';
import { startInternalIssuer } from '../support/internal-issuer.ts';
import { seededPassword } from '../support/local.ts';

/** Opens a connection from a machine to an address. Resolves with `connected`, `silence` or the system's error code. */
const knock = ({ evaluate }: Pick<Machine, 'evaluate'>, host: string, port: string) =>
  evaluate(`
    import { connect } from 'node:net';
    const socket = connect(${port}, '${host}');
    const end = (outcome) => { console.log(outcome); socket.destroy(); };
    socket.on('connect', () => end('connected'));
    socket.on('error', ({ code }) => end(code));
    socket.setTimeout(1500, () => end('silence'));
  `);

if (hasNamespaces()) {
  describe('a service on a network with the gateway alone', () => {
    let network: ClosedNetwork;
    let service: OrdersService;
    let port: string;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      network = closedNetwork();
      closing.push(network.close);
      const { innerAddress, launcher } = network.gateway;
      service = await startOrdersService({
        gateway: `http://${innerAddress}:4000/`,
        host: network.inside.address,
        launcher: network.inside.launcher,
      });
      closing.push(() => service.stop());
      ({ port } = new URL(service.url));
      const gateway = startGateway(launcher, {
        GATEWAY_URL: `http://${innerAddress}:4000`,
        SERVICE_ORDERS_URL: service.url,
      });
      closing.push(() => gateway.kill());
      await ready(gateway);
    });
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    });

    it('answers the outside by way of the gateway', async () => {
      const answer = await network.outside.evaluate(`
        const ask = async (query, headers) => {
          const request = { method: 'POST', headers, body: JSON.stringify({ query }) };
          return (await fetch('http://${network.gateway.outerAddress}:4000/graphql', request)).json();
        };
        const type = { 'content-type': 'application/json' };
        const input = '{ username: "user@example.com", password: "${seededPassword}" }';
        const { data } = await ask('mutation { login(input: ' + input + ') { ... on Session { accessToken } } }', type);
        const authorization = 'Bearer ' + data.login.accessToken;
        console.log(JSON.stringify(await ask('{ order(id: "order-1") { product { id } } }', { ...type, authorization })));
      `);
      expect(JSON.parse(answer)).toEqual({ data: { order: { product: { id: 'kettle' } } } });
    });

    it('is not reached from the outside, though that knows the way', async () => {
      expect(await knock(network.outside, network.gateway.outerAddress, '4000')).toBe('connected');
      const outcome = await knock(network.outside, network.inside.address, port);
      expect(['silence', 'EHOSTUNREACH', 'ENETUNREACH']).toContain(outcome);
    });

    it('is not at the gateway’s own addresses either', async () => {
      const { outerAddress, innerAddress } = network.gateway;
      expect(await knock(network.outside, outerAddress, port)).toBe('ECONNREFUSED');
      expect(await knock(network.outside, innerAddress, port)).toBe('ECONNREFUSED');
    });

    it('is reached from the gateway’s machine, and refuses who has no token even there', async () => {
      expect(await knock(network.gateway, network.inside.address, port)).toBe('connected');
      const status = await network.gateway.evaluate(
        `console.log((await fetch('${service.url}/orders/order-1')).status)`,
      );
      expect(status).toBe('401');
    });
  });
}

describe('a service on an address of its own', () => {
  it('answers there, and at no other of the machine’s', async () => {
    const issuer = await startInternalIssuer();
    const service = await startOrdersService({ gateway: issuer.url, host: '127.0.0.2' });
    const { port } = new URL(service.url);
    const { status } = await service.send('/orders/order-1', { token: issuer.token() });
    expect(status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await service.stop();
    await issuer.close();
  });
});

/** Starts the local tenant, and a gateway that has the orders service, on the machine of the launcher. */
function startGateway(launcher: readonly string[], env: Record<string, string>): ChildProcess {
  const [program, ...args] = [...launcher, process.execPath, 'scripts/start.js'];
  return spawn(program, args, {
    cwd: followedProject(),
    env: {
      PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`,
      HOST: '0.0.0.0',
      TENANT_STATE: 'memory',
      ...env,
    },
  });
}

async function ready({ stdout, stderr }: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Gatehouse is ready')) resolve();
    };
    stdout?.on('data', read);
    stderr?.on('data', read);
    stdout?.on('end', () => {
      reject(new Error(`the gateway ended: ${output}`));
    });
  });
}
