import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { SigningKeys } from '../../src/internal-tokens/signing-keys.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let folder: string;
let warnings: { details: { err?: unknown }; message: string }[];
let ahead: number;

beforeEach(() => {
  folder = join(temporaryFolder(), 'signing-keys');
  warnings = [];
  ahead = 0;
});

const now = () => new Date(Date.now() + ahead);
const log = {
  warn: (details: object, message: string) => {
    warnings.push({ details, message });
  },
};
const start = () => SigningKeys.open({ folder, now, log });
const kidsOf = async (keys: SigningKeys) =>
  (await keys.publicKeySet()).keys.map(({ kid }) => present(kid));
const files = async () => (await readdir(folder)).toSorted();
/**
 * Waits until the work in the background has ended, that is, until the folder no longer changes. A busy machine may take long to
 * generate a key, so each look waits for a key that was asked for later.
 */
async function settled(): Promise<void> {
  let before = '';
  for (let still = 0; still < 5; still += 1) {
    const seen = (await files().catch(() => [])).join();
    if (seen !== before) still = 0;
    before = seen;
    await generateKeyPair('ES256');
    await wait(5);
  }
}

/** Lets time pass for gateways that sign again at the end. */
async function pass(milliseconds: number, ...replicas: SigningKeys[]): Promise<void> {
  ahead += milliseconds;
  for (const keys of replicas) keys.current();
  await settled();
}

describe('a key', () => {
  it('is made once, for the owner of the process alone', async () => {
    const keys = await start();

    const [name = ''] = await files();
    expect(await files()).toEqual([`${keys.current().kid}.json`]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('survives a restart', async () => {
    const before = await start();
    const after = await start();

    expect(after.current().kid).toBe(before.current().kid);
    expect(await files()).toHaveLength(1);
  });

  it('is published by its public half alone', async () => {
    const keys = await start();
    await pass(30 * day, keys);

    const { keys: published } = await keys.publicKeySet();
    expect(published).toHaveLength(2);
    for (const jwk of published) {
      expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(jwk).toMatchObject({ alg: 'ES256', crv: 'P-256', kty: 'EC', use: 'sig' });
    }
    const secrets = await Promise.all(
      (await files()).map(async (name) => {
        const text = await readFile(join(folder, name), 'utf8');
        return (JSON.parse(text) as { jwk: { d: string } }).jwk.d;
      }),
    );
    for (const secret of secrets) expect(JSON.stringify(published)).not.toContain(secret);
  });

  it('signs an hour after the next one was made, and is gone a week later', async () => {
    const keys = await start();
    const first = keys.current().kid;
    await pass(30 * day, keys);
    const [, second = ''] = await kidsOf(keys);

    await pass(59 * minute, keys);
    expect(keys.current().kid).toBe(first);
    await pass(minute, keys);
    expect(keys.current().kid).toBe(second);
    await pass(6 * day, keys);
    expect(await kidsOf(keys)).toEqual([first, second]);
    await pass(day, keys);
    expect(await kidsOf(keys)).toEqual([second]);
    expect(await files()).toEqual([`${second}.json`]);
  });
});

describe('two replicas with one folder', () => {
  it('that start at once publish the keys of both', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    ahead += 1000;

    const signing = [one.current().kid, other.current().kid];
    expect(await kidsOf(one)).toEqual(await kidsOf(other));
    expect(await kidsOf(one)).toEqual(expect.arrayContaining(signing));
  });

  it('that rotate at once publish the keys of both, before either signs', async () => {
    const [one, other] = [await start(), await start()];
    const first = one.current().kid;
    await pass(30 * day, one, other);
    ahead += 1000;

    expect([one.current().kid, other.current().kid]).toEqual([first, first]);
    expect(await kidsOf(one)).toEqual(await kidsOf(other));
    await pass(61 * minute, one, other);
    await pass(minute, one, other);
    expect(one.current().kid).toBe(other.current().kid);
    expect(one.current().kid).not.toBe(first);
  });

  it('sign with keys that the other publishes, even when nobody asks one of them for its key set', async () => {
    const [asked, silent] = [await start(), await start()];
    for (let days = 0; days < 95; days += 1) {
      await pass(day, asked, silent);
      expect(await kidsOf(asked)).toContain(silent.current().kid);
    }
    expect(warnings).toEqual([]);
  });

  it('may be asked for nothing for days while the other rotates', async () => {
    const [busy, idle] = [await start(), await start()];
    for (let days = 0; days < 34; days += 1) await pass(day, busy);

    expect(await kidsOf(busy)).toContain(idle.current().kid);
    await settled();
    expect(idle.current().kid).toBe(busy.current().kid);
  });
});

async function privateJwk(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return exportJWK(privateKey);
}
const jwk = await privateJwk('ES256');
const { kty, crv, x, y } = jwk;
const otherCurve = await privateJwk('ES384');

describe('a file that holds no key', () => {
  const createdAt = '2026-01-01T00:00:00.000Z';

  it.each([
    ['nothing', ''],
    ['JSON cut short', '{"createdAt":"2026-01-'],
    ['null', 'null'],
    ['no key', '{"createdAt":"2026-01-01T00:00:00.000Z"}'],
    ['no time', JSON.stringify({ jwk })],
    ['a time that is none', JSON.stringify({ createdAt: 'soon', jwk })],
    ['a public half', JSON.stringify({ createdAt, jwk: { kty, crv, x, y } })],
    ['a key of another curve', JSON.stringify({ createdAt, jwk: otherCurve })],
  ])('but %s stops the start, by its name', async (_what, text) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.json'), text);

    await expect(start()).rejects.toThrow(`${folder}/broken.json holds no key pair`);
  });

  it('says nothing of what it holds', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.json'), JSON.stringify({ jwk }).slice(0, -3));

    await expect(start()).rejects.toThrow(/^\S+ holds no key pair$/);
  });

  it('changes nothing when it turns up later, but for a line in the log', async () => {
    const keys = await start();
    const { kid } = keys.current();
    await writeFile(join(folder, 'broken.json'), 'nonsense');
    await pass(2000, keys);

    expect([keys.current().kid, await kidsOf(keys)]).toEqual([kid, [kid]]);
    expect(warnings).toHaveLength(1);
  });

  it('is not one that somebody keeps there under another ending, or under two names', async () => {
    const keys = await start();
    const { kid } = keys.current();
    const text = await readFile(join(folder, `${kid}.json`));
    await writeFile(join(folder, 'README'), 'Keys of the gateway');
    await writeFile(join(folder, 'copy.json'), text);

    expect(await kidsOf(await start())).toEqual([kid]);
  });
});

describe('a folder', () => {
  it('that is emptied takes no key away from a gateway that runs, nor its hour from the next', async () => {
    const keys = await start();
    const { kid } = keys.current();
    await rm(folder, { recursive: true });
    await pass(2000, keys);
    expect([keys.current().kid, await kidsOf(keys)]).toEqual([kid, [kid]]);

    await pass(30 * day, keys);
    ahead += 2000;
    expect(keys.current().kid).toBe(kid);
    expect(await kidsOf(keys)).toEqual([kid, expect.any(String)]);
    await pass(60 * minute, keys);
    expect(keys.current().kid).not.toBe(kid);
    expect(warnings).toEqual([]);
  });

  it('that cannot be used at rotation leaves the old key at work, and is one line a minute', async () => {
    const keys = await start();
    const { kid } = keys.current();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where the folder was');
    ahead += 30 * day;

    for (let seconds = 0; seconds < 300; seconds += 3) {
      ahead += 3000;
      expect(keys.current().kid).toBe(kid);
      expect(await kidsOf(keys)).toEqual([kid]);
      await wait(5);
    }
    expect(warnings.length).toBeGreaterThanOrEqual(4);
    expect(warnings.length).toBeLessThanOrEqual(6);

    await rm(folder);
    await pass(61_000, keys);
    expect(await files()).toHaveLength(1);
    expect(await kidsOf(keys)).toHaveLength(2);
  });

  it('that hangs makes nobody wait but the one who looked', async () => {
    const keys = await start();
    const { kid } = keys.current();
    const pipe = join(folder, 'pipe.json');
    await promisify(execFile)('mkfifo', [pipe]);
    ahead += 2000;
    const first = keys.publicKeySet();
    for (let minutes = 0; minutes < 10; minutes += 1) {
      expect(await kidsOf(keys)).toEqual([kid]);
      expect(keys.current().kid).toBe(kid);
      await pass(minute, keys);
    }

    await appendFile(pipe, 'nonsense');
    expect((await first).keys).toHaveLength(1);
  });

  it('that cannot be used at the start stops it', async () => {
    await writeFile(folder, 'a file where the folder should be');

    await expect(start()).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
