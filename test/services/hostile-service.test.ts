import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceRefusal } from '../../src/services/service-refusal.ts';
import { patience } from '../support/patience.ts';
import {
  startScriptedService,
  type ScriptedService,
  type ServiceAnswer,
} from '../support/scripted-service.ts';
import {
  startServicesScene,
  type OrdersService,
  type SceneOptions,
  type ServicesScene,
} from './scene.ts';

/** Time limit of a call in milliseconds, for answers that never end. Other answers may take longer on a busy machine. */
const timeoutMs = 1000;
/** Text in the body of each hostile answer. No client and no log may get it. */
const marker = 'service-only-text';

const scenes: ServicesScene[] = [];
let scene: ServicesScene;
// A scene for each test, since five failures in a row open the circuit to a service.
beforeEach(() => begin());
const begin = async (options?: SceneOptions) => {
  scene = await startServicesScene(options);
  scenes.push(scene);
};
afterAll(() => Promise.all(scenes.map(({ close }) => close())));

const raw = (status: number, text: string, type = 'application/json'): ServiceAnswer => ({
  status,
  headers: { 'content-type': type },
  text,
});
const html = (status: number) =>
  raw(status, `<!doctype html><title>${marker}</title>`, 'text/html');

const packed = (encoding: string, body: Buffer): ServiceAnswer => {
  return (response) => {
    response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' });
    response.end(body);
  };
};
const padded = (megabytes: number) =>
  `{"id":"1","quantity":2,"x":"${' '.repeat(megabytes * 1e6)}"}`;

const bomb = gzipSync(padded(20));

/** Answers that are unusable. */
const outages: [what: string, answer: ServiceAnswer][] = [
  ['HTML 200', html(200)],
  ['HTML 500', html(500)],
  ['HTML 502', html(502)],
  ['HTML 401', html(401)],
  ['HTML 429', html(429)],
  ['status 401', raw(401, `{"error":"${marker}"}`)],
  ['status 407', raw(407, marker)],
  ['status 429', raw(429, `{"error":"${marker}"}`)],
  ['status 500', raw(500, `{"error":"${marker}"}`)],
  ['status 501', raw(501, marker)],
  ['status 503 with Retry-After', { status: 503, headers: { 'retry-after': '1' }, text: marker }],
  ['status 504', raw(504, marker)],
  ['status 999', raw(999, marker)],
  ['status 204', { status: 204 }],
  ['status 300', raw(300, marker)],
  ['status 304', { status: 304 }],
  ['an empty body', raw(200, '')],
  ['nothing but white space', raw(200, ' \r\n ')],
  ['plain text', raw(200, marker, 'text/plain')],
  ['cut JSON', raw(200, `{"id":"${marker}`)],
  ['two JSON documents', raw(200, '{"id":"1","quantity":2}{}')],
  ['a byte order mark and NUL', raw(200, '\ufeff\0{"id":"1","quantity":2}')],
  ['null', raw(200, 'null')],
  ['a number', raw(200, '42')],
  ['a string', raw(200, `"${marker}"`)],
  ['a list', raw(200, `[{"id":"1","quantity":2,"x":"${marker}"}]`)],
  ['an empty object', raw(200, '{}')],
  ['members of the wrong type', raw(200, `{"id":1,"quantity":"${marker}"}`)],
  ['a member that is null', raw(200, '{"id":"1","quantity":null}')],
  ['a number that is none', raw(200, '{"id":"1","quantity":1e999}')],
  ['members by way of a prototype', raw(200, '{"__proto__":{"id":"1","quantity":2}}')],
  ['deep JSON', raw(200, `${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
  ['9 MB', raw(200, padded(9))],
  ['9 MB of error', raw(500, padded(9))],
  ['a gzip bomb', packed('gzip', bomb)],
  ['a gzip bomb in gzip', packed('gzip, gzip', gzipSync(bomb))],
  ['a brotli bomb', packed('br', brotliCompressSync(padded(20)))],
  ['gzip that is none', packed('gzip', Buffer.from('{"id":"1","quantity":2}'))],
  ['a connection cut before the headers', (response) => response.socket?.destroy()],
  [
    'a connection cut within the headers',
    (response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-ty');
    },
  ],
  [
    'a connection cut within the body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write(`{"id":"${marker}`);
      setTimeout(() => response.socket?.destroy(), 20);
    },
  ],
  ['no HTTP at all', (response) => response.socket?.end(`${marker}\r\n\r\n`)],
  [
    '101 Switching Protocols',
    (response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n');
    },
  ],
  [
    'a flood of headers',
    (response) => {
      response.writeHead(200, { 'x-flood': 'x'.repeat(100_000) });
      response.end('{}');
    },
  ],
];

/** Answers that never end. */
const hangs: [what: string, answer: ServiceAnswer][] = [
  ['silence', () => undefined],
  [
    'silence after the headers',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
    },
  ],
  [
    'silence within the body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`{"id":"${marker}`);
    },
  ],
  [
    'a drip',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    },
  ],
  [
    'a drip of early hints',
    (response) => {
      const drip = setInterval(() => {
        response.writeEarlyHints({ link: '</x.css>; rel=preload' });
      }, 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    },
  ],
];

const calls: [name: string, call: (service: OrdersService) => Promise<unknown>][] = [
  ['a GET', (service) => service.order('1')],
  ['a POST', (service) => service.place({ productId: 'kettle' })],
];

describe.each(calls)(
  'U10: %s is SERVICE_UNAVAILABLE when the service answers with',
  (name, call) => {
    it.each(outages)('%s', (_what, answer) => expectOutage(answer));

    it.each(hangs)('%s', async (_what, answer) => {
      await begin({ timeoutMs });
      await expectOutage(answer);
    });

    async function expectOutage(answer: ServiceAnswer): Promise<void> {
      const { orders, request } = scene;
      orders.answer(answer);

      await expectUnavailable(call(request().orders));

      const most = name === 'a GET' ? 3 : 1;
      expect(orders.calls.length).toBeGreaterThanOrEqual(1);
      expect(orders.calls.length).toBeLessThanOrEqual(most);
      expectPrivateLog();
      await expectWorksAgain();
    }
  },
);

it.each(calls)('U10: %s is SERVICE_UNAVAILABLE when nobody listens', async (_name, call) => {
  const { orders, request } = scene;
  await orders.close();

  await expectUnavailable(call(request().orders));
});

describe.each([301, 302, 303, 307, 308])('U09: a redirect with %i', (status) => {
  let elsewhere: ScriptedService;
  beforeEach(async () => {
    elsewhere = await startScriptedService();
    elsewhere.answer({ json: { id: '1', quantity: 666 } });
  });

  it.each(calls)(
    'of %s is SERVICE_UNAVAILABLE, and nothing arrives where it points',
    async (_name, call) => {
      const { orders, stock, request } = scene;
      for (const location of [
        elsewhere.url,
        `//${new URL(elsewhere.url).host}/`,
        stock.url,
        '/own',
      ]) {
        orders.answer({ status, headers: { location } });
        await expectUnavailable(call(request().orders));
        await expectWorksAgain();
      }

      expect([elsewhere.calls, stock.calls]).toEqual([[], []]);
      expect(orders.calls.map(({ url }) => url)).not.toContain('/own');
      expectPrivateLog();
      await elsewhere.close();
    },
  );
});

describe.each(calls)('%s that the service declines', (_name, call) => {
  it('with 403 is FORBIDDEN, in our own words', async () => {
    scene.orders.answer(raw(403, `{"error":"${marker}"}`));

    const error = await failureOf(call(scene.request().orders));

    expect(error).toMatchObject({
      message: 'You may not do this.',
      extensions: { code: 'FORBIDDEN' },
    });
    expect(JSON.stringify(error)).not.toContain(marker);
    expect(scene.orders.calls).toHaveLength(1);
  });

  it.each([400, 402, 405, 409, 410, 422, 451])(
    'with %i is a refusal that a data source may read',
    async (status) => {
      scene.orders.answer(raw(status, `{"error":"${marker}"}`));

      const error = await failureOf(call(scene.request().orders));

      expect(error).toBeInstanceOf(ServiceRefusal);
      expect(error).toMatchObject({ status, body: { error: marker } });
      expect(String(error)).not.toContain(marker);
      expect(scene.orders.calls).toHaveLength(1);
      expect(scene.log()).toBe('');
    },
  );
});

describe('status 404', () => {
  it.each([raw(404, `{"error":"${marker}"}`), html(404), raw(404, '')])(
    'is null for what may not be there: %j',
    async (answer) => {
      scene.orders.answer(answer);

      expect(await scene.request().orders.order('1')).toBeNull();
      expect([scene.orders.calls.length, scene.log()]).toEqual([1, '']);
    },
  );

  it('is a refusal for what must be there', async () => {
    scene.orders.answer(raw(404, ''));

    expect(await failureOf(scene.request().orders.place({}))).toMatchObject({ status: 404 });
  });
});

describe('an answer that is odd and still says what it has to is taken:', () => {
  it.each<[string, ServiceAnswer]>([
    ['another content type', raw(200, '{"id":"1","quantity":2}', 'text/html')],
    ['a status of its own', raw(201, '{"id":"1","quantity":2}')],
    [
      'more than was asked for',
      raw(200, '{"id":"1","quantity":2,"__proto__":{"admin":true},"x":1}'),
    ],
    ['7 MB', raw(200, padded(7))],
    ['gzip', packed('gzip', gzipSync('{"id":"1","quantity":2}'))],
  ])('%s', async (_what, answer) => {
    scene.orders.answer(answer);

    expect(await scene.request().orders.order('1')).toEqual({ id: '1', quantity: 2 });
  });
});

describe('the log', () => {
  it('names service, method, path and status of a failure, and the request', async () => {
    const { orders, request, log } = scene;
    orders.answer({ status: 500 });

    await failureOf(request().orders.anything('orders?customer=secret'));

    expect(JSON.parse(log())).toMatchObject({
      requestId: 'request-1',
      service: 'orders',
      method: 'GET',
      path: '/orders',
      status: 500,
      msg: 'a service cannot answer',
    });
  });

  it('is not flooded by an answer that is wrong ten thousand times', async () => {
    const { orders, request, log } = scene;
    const products = Array.from({ length: 10_000 }, () => ({ id: 1 }));
    orders.answer({ json: { products } });

    await expectUnavailable(request().orders.product('kettle'));

    expect(log()).toContain('a service answers in another shape');
    expect(log().length).toBeLessThan(1000);
  });
});

async function failureOf(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => {
      throw new Error('there was an answer');
    },
    (error: unknown) => error,
  );
}

async function expectUnavailable(answer: Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  const error = await failureOf(answer);
  expect(performance.now() - startedAt).toBeLessThan(patience);
  expect(error).toMatchObject({
    message: 'The service behind this field is unavailable. Try again.',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  expect(JSON.stringify(error)).not.toMatch(/service-only-text|127\.0\.0\.1|stack|undici/);
}

/** Expects that the log has the fault, but nothing of the service's answer, no address and no token. */
function expectPrivateLog(): void {
  const log = scene.log();
  expect(log).toMatch(
    /a service (does not answer|cannot answer|answers in another shape|does not accept its token)/,
  );
  expect(log).not.toMatch(/service-only-text|http:\/\/|eyJ|Bearer/);
}

async function expectWorksAgain(): Promise<void> {
  scene.orders.answer({ json: { id: '1', quantity: 2 } });
  expect(await scene.request().orders.order('1')).toEqual({ id: '1', quantity: 2 });
}
