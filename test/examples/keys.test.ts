import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  internalKey,
  startInternalIssuer,
  type InternalIssuer,
} from '../support/internal-issuer.ts';
import { present } from '../support/present.ts';
import { startOrdersService, type OrdersService } from './orders-service.ts';

/** A gateway's key set, and a service that fetches it. */
interface Scene {
  issuer: InternalIssuer;
  service: OrdersService;
  ask: (token: string) => Promise<number | undefined>;
}

const scenes: Scene[] = [];
afterAll(async () => {
  for (const { service, issuer } of scenes) {
    await service.stop();
    await issuer.close();
  }
});

async function startScene(isDown = false): Promise<Scene> {
  const issuer = await startInternalIssuer();
  issuer.isDown = isDown;
  const service = await startOrdersService({ gateway: issuer.url });
  const ask = async (token: string) => (await service.send('/orders/order-1', { token })).status;
  const scene = { issuer, service, ask };
  scenes.push(scene);
  return scene;
}

describe('a service that has no keys yet', () => {
  it('K01: fetches them once, for any number of calls', async () => {
    const { issuer, ask } = await startScene();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(issuer.token())));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(issuer.fetches()).toBe(1);
  });

  it('K04: starts without them, and answers 503, which is no refusal, until they are there', async () => {
    const { issuer, service, ask } = await startScene(true);
    const token = issuer.token();
    const { status, headers, body } = await service.send('/orders/order-1', { token });
    expect(status).toBe(503);
    expect(headers['www-authenticate']).toBeUndefined();
    expect(body).toEqual({ error: 'unavailable' });
    // The log may come after the answer.
    const line = "the gateway's keys are unavailable";
    while (!service.output().includes(line)) await new Promise((wait) => setTimeout(wait, 20));
    expect(service.output()).not.toContain('eyJ');
    expect((await service.send('/orders/order-1')).status).toBe(401);

    issuer.isDown = false;
    expect(await ask(token)).toBe(200);
  });
});

describe('a service whose keys are a few seconds old', () => {
  const used: Scene[] = [];
  const nextScene = () => present(used.pop());
  beforeAll(async () => {
    used.push(...(await Promise.all(Array.from({ length: 4 }, () => startScene()))));
    for (const { issuer, ask } of used) expect(await ask(issuer.token())).toBe(200);
    // In the five seconds after a fetch, an unknown kid causes no other fetch.
    await new Promise((resolve) => setTimeout(resolve, 5100));
  });

  it('K02: makes one fetch for a flood of unknown kids', async () => {
    const { issuer, ask } = nextScene();
    for (let attempt = 0; attempt < 20; attempt++) {
      expect(await ask(issuer.token({}, { kid: `unknown-${attempt}` }))).toBe(401);
    }
    expect(issuer.fetches()).toBe(2);
  });

  it('K04: takes tokens on while the gateway is away; with an unknown kid it cannot tell: 503', async () => {
    const { issuer, ask } = nextScene();
    issuer.isDown = true;
    expect(await ask(issuer.token({}, { kid: 'unknown' }))).toBe(503);
    expect(await ask(issuer.token())).toBe(200);
  });

  it('K05: takes a new key as soon as a token names it, and the old one beside it', async () => {
    const { issuer, ask } = nextScene();
    const old = issuer.token();
    issuer.keys.unshift(internalKey('internal-2'));
    expect(await ask(issuer.token())).toBe(200);
    expect(await ask(old)).toBe(200);
    expect(issuer.fetches()).toBe(2);
  });

  it('K05: takes a key no more that was gone when it fetched another', async () => {
    const { issuer, ask } = nextScene();
    const old = issuer.token();
    issuer.keys = [internalKey('internal-2')];
    expect(await ask(issuer.token())).toBe(200);
    expect(await ask(old)).toBe(401);
  });
});
