import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
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

  describe.each(['orders', 'stock'] as const)('after a write to %s', (written) => {
    it('asks again, so that each mutation of an operation shows its own result', async () => {
      scene = await startServicesScene();
      let price = 0;
      const sell: ServiceAnswer = (response, { method }) => {
        if (method === 'POST') price += 1;
        const lamp = { id: 'lamp', name: `costs ${price}` };
        response.end(JSON.stringify({ id: '1', quantity: 1, products: [lamp] }));
      };
      scene.orders.answer(sell);
      scene.stock.answer(sell);
      const request = scene.request();
      const shown: unknown[] = [];

      for (let n = 0; n < 2; n++) {
        await request[written].place({});
        shown.push((await request.orders.product('lamp'))?.name);
      }

      expect(shown).toEqual(['costs 1', 'costs 2']);
    });

    it.each([400, 503])('asks again also after %i: it may have happened', async (status) => {
      scene = await startServicesScene();
      scene.orders.answer(products());
      const request = scene.request();
      await request.orders.product('lamp');
      scene[written].answer({ status }, products());

      await expect(request[written].place({})).rejects.toThrow();
      scene.orders.answer(products());
      await request.orders.product('lamp');

      expect(urls().filter((url) => url.startsWith('/products'))).toHaveLength(2);
    });

    it('does not remember a read that began before it', async () => {
      scene = await startServicesScene();
      const late = held();
      scene.orders.answer(late.answer);
      const request = scene.request();
      const before = [request.orders.product('lamp'), request.orders.anything('price')];
      await late.asked(2);
      scene[written].answer({ json: { id: '1', quantity: 1 } });
      await request[written].place({});
      scene.orders.answer({ json: { products: [{ id: 'lamp', name: 'new' }] } });

      const during = [request.orders.product('lamp'), request.orders.anything('price')];
      expect(await Promise.all(during)).toEqual([
        { id: 'lamp', name: 'new' },
        { products: [{ id: 'lamp', name: 'new' }] },
      ]);
      late.release({ products: [{ id: 'lamp', name: 'old' }] });
      expect(await Promise.all(before)).toMatchObject([{ name: 'old' }, { products: [{}] }]);
      expect(await request.orders.product('lamp')).toEqual({ id: 'lamp', name: 'new' });
    });
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

describe('equal reads at once', () => {
  const cancelled = () => new DOMException('no longer needed', 'AbortError');
  const timedOut = () => new DOMException('too late', 'TimeoutError');
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

  it.each([
    ['the first', 'is cancelled', 0, cancelled, 0],
    ['the second', 'is cancelled', 1, cancelled, 0],
    ['the first', 'reaches its time limit', 0, timedOut, 1],
    ['the second', 'reaches its time limit', 1, timedOut, 1],
  ])('are one call, and when %s %s, the other stands', async (_which, _what, at, reason, lines) => {
    scene = await startServicesScene();
    const late = held();
    scene.orders.answer(late.answer);
    const { orders } = scene.request();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => orders.anything('orders', { signal }));
    await late.asked(1);

    controllers[at]?.abort(reason());
    await expect(reads[at]).rejects.toMatchObject(unavailable);
    late.release({ id: '1' });

    expect(await reads[1 - at]).toEqual({ id: '1' });
    expect(urls()).toHaveLength(1);
    expect(scene.log().match(/a service does not answer/g) ?? []).toHaveLength(lines);
  });

  it('end with the last of them, and a later one is a new call', async () => {
    scene = await startServicesScene();
    const late = held();
    scene.orders.answer(late.answer, { json: { id: '2' } });
    const { orders } = scene.request();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => orders.anything('orders', { signal }));
    await late.asked(1);

    for (const controller of controllers) controller.abort();
    const later = orders.anything('orders');

    for (const read of reads) await expect(read).rejects.toMatchObject(unavailable);
    await late.closed;
    expect(await later).toEqual({ id: '2' });
  });

  it('send nothing for a signal that is already aborted', async () => {
    scene = await startServicesScene();

    const read = scene.request().orders.anything('orders', { signal: AbortSignal.abort() });

    await expect(read).rejects.toMatchObject(unavailable);
    expect(urls()).toEqual([]);
  });

  it('with other headers, parameters or methods are calls of their own', async () => {
    scene = await startServicesScene();
    const { orders } = scene.request();

    await Promise.all([
      orders.anything('orders'),
      orders.anything('orders', { headers: { 'accept-language': 'de' } }),
      orders.anything('orders', { params: { page: '2' } }),
      orders.anything('orders', { method: 'HEAD' }),
    ]);

    expect(urls()).toHaveLength(4);
  });

  it('that are cancelled, however often, do not open the circuit', async () => {
    scene = await startServicesScene();
    for (let n = 0; n < 6; n++) {
      const late = held();
      scene.orders.answer(late.answer);
      const controller = new AbortController();
      const read = scene.request().orders.anything('orders', { signal: controller.signal });
      await late.asked(1);
      controller.abort();
      await expect(read).rejects.toMatchObject(unavailable);
    }
    scene.orders.answer({ json: { id: '1' } });

    expect(await scene.request().orders.anything('orders')).toEqual({ id: '1' });
    expect(scene.log()).toBe('');
  });
});

/** An answer that waits until a test releases it. */
function held() {
  const waiting: ServerResponse[] = [];
  let onAsked: () => void = () => undefined;
  let onClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (onClosed = resolve));
  const answer: ServiceAnswer = (response) => {
    response.on('close', onClosed);
    waiting.push(response);
    onAsked();
  };
  return {
    answer,
    /** When the client has gone. */
    closed,
    asked: (times: number) =>
      new Promise<void>((resolve) => {
        onAsked = () => {
          if (waiting.length >= times) resolve();
        };
        onAsked();
      }),
    release: (json: unknown) => {
      for (const response of waiting) response.end(JSON.stringify(json));
    },
  };
}

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
