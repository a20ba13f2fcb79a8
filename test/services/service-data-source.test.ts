import { afterEach, describe, expect, it } from '@jest/globals';
import { present } from '../support/present.ts';
import type { ServiceAnswer } from '../support/scripted-service.ts';
import { startServicesScene, type ServicesScene } from './scene.ts';

let scene: ServicesScene;
afterEach(async () => {
  await scene.close();
});

const urls = () => scene.orders.calls.map(({ url }) => url);

describe('a path', () => {
  it.each([
    ['orders', '/v1/orders'],
    ['', '/v1/'],
    ['orders/..', '/v1/'],
    ['./orders//x', '/v1/orders//x'],
    ['orders?at=/../../x', '/v1/orders?at=/../../x'],
    ['orders;..;/x', '/v1/orders;..;/x'],
  ])('%j leads to %j below the base URL', async (path, url) => {
    scene = await startServicesScene({ basePath: 'v1/' });

    await scene.request().orders.anything(path);

    expect(urls()).toEqual([url]);
  });

  it.each([
    '..',
    '../',
    '../v12/orders',
    '../V1/orders',
    '/orders',
    '/v1',
    '/v12/orders',
    '/v1/../orders',
    'orders/../../admin',
    'orders/%2e%2e/%2E%2e/admin',
    'orders/.%2e/..',
    '..\\admin',
    '\\admin',
    '/\t/evil.example/',
    '//evil.example/v1/',
    '\\\\evil.example\\v1\\',
    'http:orders/../..',
    'http://evil.example/v1/',
    'https://evil.example/v1/',
    ' http://evil.example/v1/',
    'ht\ntp://evil.example/v1/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:0',
    'http://[',
    'http://user:password@evil.example/',
  ])('%j sends nothing', async (path) => {
    scene = await startServicesScene({ basePath: 'v1/' });

    await expect(scene.request().orders.anything(path)).rejects.toThrow(
      /a path leads out of its service|Invalid URL/,
    );

    expect(urls()).toEqual([]);
  });

  it('never leads to another service, or to another port of the same host', async () => {
    scene = await startServicesScene();
    const other = new URL(scene.stock.url);

    for (const path of [other.href, `//${other.host}/`, `//user@${other.host}/`]) {
      await expect(scene.request().orders.anything(path)).rejects.toThrow('leads out');
      await expect(scene.request().orders.anything(path, { method: 'POST' })).rejects.toThrow();
    }

    expect(scene.stock.calls).toEqual([]);
  });

  it("never leads to a host whose name begins with the service's", async () => {
    scene = await startServicesScene();
    const { port } = new URL(scene.orders.url);

    for (const path of [`http://127.0.0.1:${port}0/`, `http://127.0.0.1:${port}@evil.example/`]) {
      await expect(scene.request().orders.anything(path)).rejects.toThrow(/leads out|Invalid URL/);
    }
  });
});

describe('an id', () => {
  it.each([
    '..',
    '%2e%2e',
    'a/b',
    'a?b',
    '#',
    '//evil.example',
    '\\\\evil',
    'ü🫖',
    '.',
    '',
    '\ud800',
    'a'.repeat(501),
  ])('%j reaches the service as one segment, or not at all', async (id) => {
    scene = await startServicesScene({ basePath: 'v1/' });
    scene.orders.answer({ json: { id: '1', quantity: 1 } });

    await scene
      .request()
      .orders.order(id)
      .catch((error: unknown) => {
        expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      });

    const segments = urls().map((url) => url.split('/').slice(1));
    const refused = ['..', '.', '', '\ud800', 'a'.repeat(501)];
    expect(segments).toEqual(
      refused.includes(id) ? [] : [['v1', 'orders', encodeURIComponent(id)]],
    );
  });
});

describe('what is posted', () => {
  it('arrives as JSON', async () => {
    scene = await startServicesScene();
    scene.orders.answer({ status: 201, json: { id: '1', quantity: 2 } });

    const placed = await scene.request().orders.place({ productId: 'ü"\u2028', quantity: 2 });

    const { method, headers, body } = present(scene.orders.calls[0]);
    expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
    expect(JSON.parse(body)).toEqual({ productId: 'ü"\u2028', quantity: 2 });
    expect(placed).toEqual({ id: '1', quantity: 2 });
  });

  it('is sent as often as it is asked for, equal or not', async () => {
    scene = await startServicesScene();
    scene.orders.answer({ json: { id: '1', quantity: 2 } });
    const { orders } = scene.request();

    await Promise.all([orders.place({ a: 1 }), orders.place({ a: 1 })]);

    expect(scene.orders.calls).toHaveLength(2);
  });
});

describe('a batch', () => {
  /** Answers with a product for each requested id, except for the `missing` ones. */
  const products =
    (...missing: string[]): ServiceAnswer =>
    (response, { url }) => {
      const ids = new URL(url, 'http://x').searchParams.get('ids')?.split(',') ?? [];
      const found = ids.filter((id) => !missing.includes(id)).toReversed();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ products: found.map((id) => ({ id, name: `the ${id}` })) }));
    };

  it('is one call, with each id once, and each asker gets its own', async () => {
    scene = await startServicesScene();
    scene.orders.answer(products());
    const { orders } = scene.request();

    const found = await Promise.all(['lamp', 'kettle', 'lamp'].map(orders.product));

    expect(urls()).toEqual(['/products?ids=lamp%2Ckettle']);
    expect(found.map((product) => product?.name)).toEqual(['the lamp', 'the kettle', 'the lamp']);
  });

  it('asks once for what is asked for again later in the request', async () => {
    scene = await startServicesScene();
    scene.orders.answer(products());
    const { orders } = scene.request();

    await orders.product('lamp');
    await orders.product('lamp');

    expect(urls()).toHaveLength(1);
  });

  it('is null for what the answer lacks, whatever the id', async () => {
    scene = await startServicesScene();
    const odd = ['violin', '__proto__', 'constructor', 'toString'];
    scene.orders.answer(products(...odd));
    const { orders } = scene.request();

    const found = await Promise.all(['kettle', ...odd].map(orders.product));

    expect(found).toEqual([{ id: 'kettle', name: 'the kettle' }, null, null, null, null]);
  });

  it('leaves out what nobody asked for', async () => {
    scene = await startServicesScene();
    scene.orders.answer({
      json: {
        products: [
          { id: 'other', name: 'x' },
          { id: 'lamp', name: 'first' },
        ],
      },
    });

    expect(await scene.request().orders.product('lamp')).toEqual({ id: 'lamp', name: 'first' });
  });

  it('of 1,000 ids is ten calls', async () => {
    scene = await startServicesScene();
    scene.orders.answer(products());
    const { orders } = scene.request();

    const found = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => orders.product(`p${n}`)),
    );

    expect(urls()).toHaveLength(10);
    expect(found.map((product) => product?.id)).toEqual(
      Array.from({ length: 1000 }, (_, n) => `p${n}`),
    );
  });

  it('that fails, fails for everyone who waits for it, and for nobody else', async () => {
    scene = await startServicesScene();
    scene.orders.answer({ status: 500 }, products());
    const { orders } = scene.request();

    const failed = await Promise.allSettled(['lamp', 'kettle'].map(orders.product));
    const later = await orders.product('violin');

    for (const outcome of failed) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { extensions: { code: 'SERVICE_UNAVAILABLE' } },
      });
    }
    expect(later).toEqual({ id: 'violin', name: 'the violin' });
  });

  it('G11: shares nothing with another request', async () => {
    scene = await startServicesScene();
    scene.orders.answer(products());
    const [one, other] = [scene.request().orders, scene.request().orders];

    await Promise.all([one.product('lamp'), other.product('lamp')]);

    expect(urls()).toEqual(['/products?ids=lamp', '/products?ids=lamp']);
  });
});

it('connections are kept alive', async () => {
  scene = await startServicesScene();
  const ports = new Set<unknown>();
  scene.orders.answer((response) => {
    ports.add(response.socket?.remotePort);
    response.end('{"id":"1","quantity":1}');
  });

  for (let n = 0; n < 20; n++) await scene.request().orders.order('1');

  expect(ports.size).toBeLessThan(5);
});
