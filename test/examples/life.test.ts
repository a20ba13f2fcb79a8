import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../examples/orders/store.ts';
import { startInternalIssuer, type InternalIssuer } from '../support/internal-issuer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runOrdersService, startOrdersService, type OrdersService } from './orders-service.ts';

const customer = 'auth0|newcomer';

let issuer: InternalIssuer;
beforeAll(async () => {
  issuer = await startInternalIssuer();
});
afterAll(() => issuer.close());

const services: OrdersService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop('SIGKILL');
});

async function start(file?: string): Promise<OrdersService> {
  const service = await startOrdersService({ gateway: issuer.url, ...(file && { file }) });
  services.push(service);
  return service;
}

const body = { productId: 'lamp', quantity: 1 };
const place = ({ send }: OrdersService) =>
  send('/orders', { method: 'POST', token: issuer.token({ sub: customer }), body });
const orders = async ({ send }: OrdersService) => {
  const page = await send(`/orders?customer=${customer}&limit=100`, { token: issuer.token() });
  return (page.body as { orders: unknown[] }).orders;
};

describe('the store', () => {
  it('a restart keeps what was placed, in its order', async () => {
    const first = await start();
    const placed = [await place(first), await place(first)].map((reply) => reply.body);
    await first.stop();
    const second = await start(first.file);
    expect(await orders(second)).toEqual(placed.reverse());
    const { status } = await second.send('/orders/order-1', { token: issuer.token() });
    expect(status).toBe(200);
  });

  it('is whole on disk whenever the process is killed', async () => {
    const service = await start();
    const answered = Array.from({ length: 30 }, () => place(service).catch(() => undefined));
    await Promise.race(answered);
    await service.stop('SIGKILL');
    const confirmed = (await Promise.all(answered)).filter((reply) => reply?.status === 201);
    expect(confirmed.length).toBeGreaterThan(0);

    const kept = await orders(await start(service.file));
    expect(kept).toEqual(expect.arrayContaining(confirmed.map((reply) => reply?.body)));
  });

  it('thirty orders at once are thirty orders, and nothing lies beside the file', async () => {
    const service = await start();
    const replies = await Promise.all(Array.from({ length: 30 }, () => place(service)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    const { orders: stored } = JSON.parse(readFileSync(service.file, 'utf8')) as {
      orders: unknown[];
    };
    expect(stored).toHaveLength(37);
    expect(readdirSync(dirname(service.file))).toEqual(['orders.json']);
  });

  it('an order that cannot be kept is none: 500 without a word of why', async () => {
    const blocked = join(temporaryFolder(), 'file');
    writeFileSync(blocked, '');
    const service = await start(join(blocked, 'orders.json'));
    const { status, body: answer } = await place(service);
    expect(status).toBe(500);
    expect(answer).toEqual({ error: 'internal' });
    expect(await orders(service)).toEqual([]);
    // The log may come after the answer.
    while (!service.output().includes('unexpected failure')) {
      await new Promise((wait) => setTimeout(wait, 20));
    }
  });

  it.each(['', 'null', '{"products":[]}', '{"products":[],"orders":[{"id":1}]}'])(
    'is no file that holds %j, which is left alone',
    (text) => {
      const file = join(temporaryFolder(), 'orders.json');
      writeFileSync(file, text);
      expect(() => openStore(file)).toThrow();
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('stops the start when it is none', async () => {
    const file = join(temporaryFolder(), 'orders.json');
    writeFileSync(file, 'null');
    const { output, exited } = runOrdersService({ PORT: '0', ORDERS_FILE: file });
    expect(await exited).toBe(1);
    expect(output()).toMatch(/^The orders service cannot start\.\n/);
  });

  it('without an order nothing is written', async () => {
    const { file } = await start();
    expect(existsSync(file)).toBe(false);
  });
});

describe('start-up', () => {
  it.each([
    ['PORT', '65536'],
    ['GATEWAY_URL', 'localhost'],
  ])('%s=%s stops it, by its name', async (name, value) => {
    const { output, exited } = runOrdersService({ PORT: '0', [name]: value });
    expect(await exited).toBe(1);
    expect(output()).toContain(`→ at ${name}`);
  });

  it('a port in use stops it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { output, exited } = runOrdersService({ PORT: String(port) });
    expect(await exited).toBe(1);
    expect(output()).toContain('EADDRINUSE');
    await new Promise((resolve) => other.close(resolve));
  });

  it('GATEWAY_URL may be given without its slash', async () => {
    const service = await startOrdersService({ gateway: issuer.url.slice(0, -1) });
    services.push(service);
    expect((await place(service)).status).toBe(201);
  });
});

describe('SIGTERM', () => {
  it('L04: ends it with 0 when nothing is in flight, idle connections or not', async () => {
    const service = await start();
    await fetch(service.url);
    expect(await service.stop()).toBe(0);
  });

  it('L04: an order that is arriving is placed and answered before it ends', async () => {
    const service = await start();
    const { port } = new URL(service.url);
    const text = JSON.stringify(body);
    let received = '';
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('data', (chunk) => (received += chunk.toString()));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      [
        'POST /orders HTTP/1.1',
        'host: orders',
        `authorization: Bearer ${issuer.token({ sub: customer })}`,
        'content-type: application/json',
        `content-length: ${text.length}`,
        '\r\n',
      ].join('\r\n'),
    );
    socket.write(text.slice(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const exited = service.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.write(text.slice(5));
    await closed;
    expect(received).toMatch(/\r\nconnection: close\r\n/);
    expect(received).toMatch(/^HTTP\/1\.1 201 /);
    expect(await exited).toBe(0);
    expect(await orders(await start(service.file))).toHaveLength(1);
  });
});
