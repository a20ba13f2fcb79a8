// needs: ip
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startOrdersService, type OrdersService } from '../examples/orders-service.ts';
import {
  closedNetwork,
  hasNamespaces,
  type ClosedNetwork,
  type Machine,
} from '../support/closed-network.ts';
import { startInternalIssuer } from '../support/internal-issuer.ts';

/** What becomes of a connection from a machine to an address: `connected`, `silence`, or the system's error code. */
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
        gateway: `http://${innerAddress}:4001/`,
        host: network.inside.address,
        launcher: network.inside.launcher,
      });
      closing.push(() => service.stop());
      ({ port } = new URL(service.url));
      const gateway = standInGateway(launcher, innerAddress, service.url);
      closing.push(() => gateway.kill());
      await once(gateway.stdout, 'data');
    });
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    });

    const front = () => `http://${network.gateway.outerAddress}:4000/`;

    it('answers the outside by way of the gateway', async () => {
      const answer = await network.outside.evaluate(
        `console.log(await (await fetch('${front()}')).text())`,
      );
      expect(JSON.parse(answer)).toMatchObject({ id: 'order-1', productId: 'kettle' });
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

function standInGateway(
  launcher: readonly string[],
  innerAddress: string,
  service: string,
): ChildProcessByStdio<null, Readable, null> {
  const [program = '', ...args] = [
    ...launcher,
    process.execPath,
    ...['--import', 'tsx', 'test/support/stand-in-gateway.ts', innerAddress, service],
  ];
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
  return spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}
