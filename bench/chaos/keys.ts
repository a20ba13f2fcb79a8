import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../src/config/config.ts';
import { startGateway, type RunningGateway } from '../../src/gateway.ts';
import { clientOf, type Client, type Look } from './client.ts';
import { unlessShort } from '../short.ts';
import { startScene, type Scene } from './scene.ts';

/** Result of one fault of the issuer's keys. */
export interface KeysReport {
  what: string;
  figures: string;
  isGood: boolean;
}

const hour = 3600;

/** Makes the issuer's keys unavailable to one gateway in every way, and counts the refused requests. */
export async function keysUnderChaos(): Promise<KeysReport[]> {
  const scene = await startScene(50);
  const reports: KeysReport[] = [];
  const start = () => startGateway(readConfig(scene.environment), { now: scene.tenant.now });
  const add = (what: string, { asked, ...looks }: Counts, more = '') => {
    const { accepted } = looks;
    const rest = asked - accepted;
    reports.push({
      what,
      figures: `${asked} requests, ${rest} refused${more}`,
      isGood: rest === 0,
    });
  };

  let gateway = await start();
  const tokens = await tokensOf(scene, clientOf(gateway.url), 50);

  const faults = ['down', 'server_error', 'garbage', 'slow', 'dripping', 'wrong_issuer'];
  for (const fault of faults) {
    const client = clientOf(gateway.url);
    const delay = ['slow', 'dripping'].includes(fault) ? { delay_ms: 2000 } : {};
    const on = { fault, ...delay };
    if (fault !== 'wrong_issuer') await scene.control('PUT', 'faults/jwks', on);
    await scene.control('PUT', 'faults/metadata', on);
    // The key set is now old enough to be fetched again. The fetch fails, but no request may fail.
    await scene.control('POST', 'clock/advance', { seconds: 700 });
    add(`key set ${fault}, in flight`, await looks(client, tokens, 1000));
    await heal(scene);
  }

  await scene.control('PUT', 'faults/jwks', { fault: 'down' });
  await scene.control('PUT', 'faults/metadata', { fault: 'down' });
  await gateway.close();
  gateway = await start();
  add(
    'issuer down at the start: keys from STATE_DIR',
    await looks(clientOf(gateway.url), tokens, 500),
  );

  await scene.control('POST', 'clock/advance', { seconds: 18 * hour });
  add('down for some 20 hours, both clocks moved', await looks(clientOf(gateway.url), tokens, 500));
  await scene.control('POST', 'clock/advance', { seconds: 8 * hour });
  const { asked, unavailable } = await looks(clientOf(gateway.url), tokens, 100);
  reports.push({
    what: 'down for longer than JWKS_MAX_AGE (24 hours)',
    figures: `${asked} requests, ${asked - unavailable} answered otherwise than SERVICE_UNAVAILABLE`,
    isGood: asked === unavailable,
  });
  await heal(scene);
  await wait(1100);
  const fresh = await tokensOf(scene, clientOf(gateway.url), 20);
  add('back again', await looks(clientOf(gateway.url), fresh, 500));

  reports.push(await rotation(scene, gateway, fresh));
  await gateway.close();
  await scene.close();
  return reports;
}

/** Rotates the keys under load. Sends tokens of the old key and of the new key at the same time. */
async function rotation(
  scene: Scene,
  gateway: RunningGateway,
  old: readonly string[],
): Promise<KeysReport> {
  const client = clientOf(gateway.url);
  const over = new AbortController();
  const load = (async () => {
    const counts = { asked: 0, accepted: 0 };
    while (!over.signal.aborted) {
      const { asked, accepted } = await looks(client, old, 100);
      counts.asked += asked;
      counts.accepted += accepted;
    }
    return counts;
  })();
  let accepted = 0;
  let slowest = 0;
  const rounds = 3;
  for (let round = 0; round < rounds; round += 1) {
    await scene.control('POST', 'keys/rotate', {});
    // In the first round, the gateway has already fetched the key as the next one. In the second round it has not.
    const [token = ''] = await tokensOf(scene, client, 1);
    const begun = performance.now();
    while ((await client.look(token)) !== 'accepted' && performance.now() - begun < 10_000)
      await wait(20);
    accepted += (await client.look(token)) === 'accepted' ? 1 : 0;
    slowest = Math.max(slowest, performance.now() - begun);
  }
  over.abort();
  const { asked, accepted: acceptedOld } = await load;
  return {
    what: 'three rotations under load',
    figures: `${asked} requests with tokens of before, ${asked - acceptedOld} refused; new keys good after ${(slowest / 1000).toFixed(1)} s at most`,
    isGood: asked === acceptedOld && accepted === rounds && slowest < 6000,
  };
}

async function heal({ control }: Scene): Promise<void> {
  await control('DELETE', 'faults/jwks');
  await control('DELETE', 'faults/metadata');
}

async function tokensOf({ usernames }: Scene, client: Client, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (const [index, username] of usernames.slice(0, count).entries()) {
    const session = await client.login(username, `203.0.113.${index}`);
    if (typeof session === 'object') tokens.push(session.accessToken);
  }
  if (tokens.length < count) throw new Error(`${count - tokens.length} logins failed`);
  return tokens;
}

interface Counts {
  asked: number;
  accepted: number;
  unavailable: number;
}

/** Sends requests with the tokens, ten at a time, and counts the answers. */
async function looks(client: Client, tokens: readonly string[], full: number): Promise<Counts> {
  const amount = unlessShort(full, full / 10);
  const seen: Look[] = [];
  const each = async (first: number) => {
    for (let index = first; index < amount; index += 10) {
      seen.push(await client.look(tokens[index % tokens.length] ?? ''));
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, first) => each(first)));
  const count = (look: Look) => seen.filter((one) => one === look).length;
  return { asked: seen.length, accepted: count('accepted'), unavailable: count('unavailable') };
}
