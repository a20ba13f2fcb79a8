import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startServicesScene, type ServicesScene } from './scene.ts';

const order = { id: '1', quantity: 2 };
/** Time limit of a call in milliseconds, which is enough on a busy machine. Three tests wait until it has passed. */
const timeoutMs = 3000;
let scene: ServicesScene;

beforeEach(async () => {
  scene = await startServicesScene({ timeoutMs });
});
afterEach(async () => {
  jest.useRealTimers();
  await scene.close();
});

/** Asks for an order, in a new request. */
const get = () => scene.request().orders.order('1');
const place = () => scene.request().orders.place({});
const unavailable = expect.objectContaining({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
const sent = () => scene.orders.calls.length;

/** Returns the calls so far, by service and outcome. */
const counted = () =>
  Object.fromEntries(
    [...scene.calls.counts.series()]
      .filter(({ count }) => count > 0)
      .map(({ labels, count }) => [Object.values(labels).join(' '), count] as const),
  );

/** Sets `Date` ahead. Timers run on unchanged. */
function later(milliseconds: number): void {
  const now = Date.now() + milliseconds;
  jest.useFakeTimers({
    now,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

/** Sends POSTs that the service answers with `status`. A POST is never repeated. */
async function fail(times = 5, status = 503): Promise<void> {
  scene.orders.answer({ status });
  for (let n = 0; n < times; n++) await place().catch(() => undefined);
}

describe('what changes nothing', () => {
  it.each([502, 503, 504])('is sent again after %i', async (status) => {
    scene.orders.answer({ status }, { status }, { json: order });

    expect(await get()).toEqual(order);
    expect(sent()).toBe(3);
    expect(counted()).toEqual({ 'orders failed': 2, 'orders ok': 1 });
    expect(scene.log()).toBe('');
  });

  it('is sent again after a connection that was cut', async () => {
    scene.orders.answer((response) => response.socket?.destroy(), { json: order });

    expect(await get()).toEqual(order);
    expect(sent()).toBe(2);
  });

  it('is sent three times at most', async () => {
    scene.orders.answer({ status: 503 });

    await expect(get()).rejects.toEqual(unavailable);
    expect(sent()).toBe(3);
  });

  it.each([400, 401, 403, 404, 409, 429, 500, 501])(
    'is not sent again after %i',
    async (status) => {
      scene.orders.answer({ status }, { json: order });

      await get().catch(() => undefined);
      expect(sent()).toBe(1);
    },
  );

  it('U10: has one time limit for all of it', async () => {
    scene.orders.answer(
      (response) => setTimeout(() => response.writeHead(503).end(), timeoutMs * 0.6),
      () => undefined,
    );
    const startedAt = performance.now();

    await expect(get()).rejects.toEqual(unavailable);
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 1.5);
    expect(sent()).toBe(2);
  });
});

describe('what changes something', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('by %s is sent once', async (method) => {
    for (const answer of [
      { status: 503 },
      (response: { destroy: () => unknown }) => response.destroy(),
    ]) {
      scene.orders.calls.length = 0;
      scene.orders.answer(answer);

      const body = method === 'DELETE' ? undefined : { a: 1 };
      await expect(
        scene.request().orders.anything('orders', { method, ...(body && { body }) }),
      ).rejects.toEqual(unavailable);
      expect(sent()).toBe(1);
    }
  });
});

describe('the circuit', () => {
  it('opens after five failures in a row: no request is sent, and each is answered at once', async () => {
    await fail();
    scene.orders.answer(() => undefined);

    await expect(get()).rejects.toEqual(unavailable);
    await expect(place()).rejects.toEqual(unavailable);

    expect(sent()).toBe(5);
    expect(counted()).toEqual({ 'orders failed': 5, 'orders circuit_open': 2 });
    expect(scene.log()).toContain('the gateway stops calling it for ten seconds');
  });

  it('stays closed after four, and an answer begins the count anew', async () => {
    await fail(4);
    scene.orders.answer({ json: order });
    await place();
    await fail(4);
    scene.orders.answer({ json: order });

    expect(await get()).toEqual(order);
  });

  it('is opened by five that waited in vain, too', async () => {
    scene.orders.answer(() => undefined);
    await Promise.allSettled(Array.from({ length: 5 }, place));

    await expect(place()).rejects.toEqual(unavailable);
    expect(sent()).toBe(5);
  });

  it.each([400, 401, 403, 404, 409, 422, 429, 500])('is not opened by %i', async (status) => {
    await fail(12, status);
    scene.orders.answer({ json: order });

    expect(await get()).toEqual(order);
  });

  it('is not opened by a path that leads nowhere, nor by an answer of the wrong shape', async () => {
    scene.orders.answer({ json: [] });
    for (let n = 0; n < 6; n++) {
      await expect(scene.request().orders.anything('//evil.example')).rejects.toThrow('leads out');
      await expect(get()).rejects.toEqual(unavailable);
    }
    scene.orders.answer({ json: order });

    expect(await get()).toEqual(order);
  });

  it('lets one request try after ten seconds, keeps nobody else waiting for it, and closes when it is answered', async () => {
    await fail();
    later(9900);
    await expect(get()).rejects.toEqual(unavailable);
    expect(sent()).toBe(5);

    jest.setSystemTime(Date.now() + 200);
    let answer: () => void = () => undefined;
    scene.orders.answer((response) => (answer = () => response.end(JSON.stringify(order))), {
      json: order,
    });
    const trying = get();
    while (sent() < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(get()).rejects.toEqual(unavailable);
    await expect(place()).rejects.toEqual(unavailable);
    expect(sent()).toBe(6);
    answer();

    expect(await trying).toEqual(order);
    expect(await get()).toEqual(order);
    expect(scene.log()).toContain('a service that failed answers again');
  });

  it('stays open for ten seconds more when that one fails too', async () => {
    await fail();
    later(10_100);
    await expect(place()).rejects.toEqual(unavailable);
    expect(sent()).toBe(6);
    jest.setSystemTime(Date.now() + 9900);
    await expect(place()).rejects.toEqual(unavailable);

    expect(sent()).toBe(6);
  });

  it('of one service says nothing of another', async () => {
    await fail();
    scene.stock.answer({ json: order });

    expect(await scene.request().stock.order('1')).toEqual(order);
  });
});

it('a service that hangs does not hold up another, however many wait for it', async () => {
  scene.orders.answer(() => undefined);
  scene.stock.answer({ json: order });
  let ended = 0;
  const waiting = Array.from({ length: 200 }, () =>
    get().catch(() => {
      ended += 1;
      return 'failed';
    }),
  );

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => scene.request().stock.order('1')),
  );

  expect(ended).toBe(0);
  expect(answers).toEqual(Array(20).fill(order));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['failed']));
});
