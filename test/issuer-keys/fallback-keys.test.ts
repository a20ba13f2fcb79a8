import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { auth0Calls } from '../../src/auth0/endpoints.ts';
import type { IssuerKeys } from '../../src/issuer-keys/issuer-keys.ts';
import {
  keysFromIssuer,
  type KeysFromIssuerOptions,
} from '../../src/issuer-keys/keys-from-issuer.ts';
import { fileStorage, type KeySetStorage } from '../../src/issuer-keys/key-set-storage.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const path = '/.well-known/jwks.json';
const hour = 3_600_000;
const secret = 'client-secret';

let auth0: ScriptedAuth0;
let connections: Upstream;
/** Path of the default storage. */
let file: string;
/** Lines of the log. A line about an error has only the message of the error. */
let lines: { level: string; message: string; reason?: string; place?: string }[];
/** Milliseconds by which the clock is ahead. */
let later: number;
const started: IssuerKeys[] = [];

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  connections = createUpstream();
  file = join(temporaryFolder(), 'state', 'issuer-keys.jwt');
  lines = [];
  later = 0;
});
afterEach(async () => {
  await auth0.close();
  await Promise.all(started.splice(0).map((keys) => keys.close()));
  await connections.close();
});

/** Starts a process. Its memory has no keys yet. */
function start({ saved, ...options }: Partial<KeysFromIssuerOptions> = {}): IssuerKeys {
  const line = (level: string) => (details: object, message: string) => {
    const { err, place } = details as { err?: Error; place?: string };
    lines.push({ level, message, ...(err && { reason: err.message }), ...(place && { place }) });
  };
  const keys = keysFromIssuer({
    issuer: auth0.issuer,
    fetch: connections.fetch,
    calls: auth0Calls(),
    now: () => new Date(Date.now() + later),
    log: { info: line('info'), warn: line('warn') },
    saved: saved ?? { storages: [fileStorage(file)], secret },
    ...options,
  });
  started.push(keys);
  return keys;
}

const verify = async (keys: IssuerKeys, kid?: string) =>
  jwtVerify(await auth0.accessToken({}, kid === undefined ? {} : { kid }), keys.find);
const unavailable = expect.objectContaining({ name: 'KeysUnavailableError' });
const publish = (...kids: string[]) => {
  auth0.answer(path, { json: { keys: kids.map((kid) => ({ ...auth0.publicJwk, kid })) } });
};
const goDown = () => {
  auth0.answer(path, { status: 503 });
};
const reasons = () =>
  lines.flatMap(({ message, reason }) => (message.endsWith('are ignored') ? [reason] : []));
const savedKids = async () =>
  decodeJwt<{ keys: { kid: string }[] }>(await readFile(file, 'utf8')).keys.map(({ kid }) => kid);

/** Lets a first process save the keys and end. Then the issuer goes down. */
async function leaveBehind(options: Partial<KeysFromIssuerOptions> = {}): Promise<void> {
  const keys = start(options);
  await verify(keys);
  await keys.close();
  goDown();
}

describe('K04: the last good key set in a file', () => {
  it('serves a process that starts while the issuer is down, and says what is in use', async () => {
    await leaveBehind();
    later = 23 * hour;
    const keys = start();
    await verify(keys);
    expect(keys.age()).toBeGreaterThan((22 * hour) / 1000);
    expect(lines.map(({ message }) => message)).toEqual([
      "the issuer's key set cannot be fetched",
      expect.stringContaining('are old: unless they can be fetched in secondsLeft'),
    ]);
  });

  it('serves one whose issuer is gone altogether, however many wait', async () => {
    await leaveBehind();
    await auth0.close();
    const keys = start();
    await Promise.all(Array.from({ length: 50 }, () => verify(keys)));
    expect(reasons()).toEqual([]);
  });

  it('serves within seconds one whose issuer hangs', async () => {
    await leaveBehind();
    auth0.answer(path, () => undefined);
    const keys = start();
    const startedAt = performance.now();
    await Promise.all([verify(keys), verify(keys)]);
    expect(performance.now() - startedAt).toBeLessThan(patience);
    await expect(verify(keys, 'next')).rejects.toThrow(unavailable);
  });

  it('does not serve where the issuer answers: a key it lacks verifies nothing after a restart', async () => {
    await leaveBehind();
    publish('next');
    const keys = start();
    await expect(verify(keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await verify(keys, 'next');
  });

  it('is replaced as soon as the issuer is back', async () => {
    await leaveBehind();
    later = hour;
    const keys = start();
    await verify(keys);
    publish('next');
    later += 31_000;
    await verify(keys);
    await keys.close();
    await expect(verify(keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(await savedKids()).toEqual(['next']);
    expect(lines.at(-1)).toMatchObject({ level: 'info' });
  });

  it('tells nothing of keys that it lacks: the token may be good', async () => {
    await leaveBehind();
    await expect(verify(start(), 'next')).rejects.toThrow(unavailable);
  });

  it('is for its owner alone, and is written as a whole', async () => {
    await leaveBehind();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(file, '..'))).toEqual(['issuer-keys.jwt']);
    expect(await readFile(file, 'utf8')).not.toContain(secret);
  });

  it('is written when keys change, and every five minutes, so that its age stays true', async () => {
    const keys = start();
    const iats: unknown[] = [];
    for (const [minutes, ...kids] of [
      [0, auth0.kid],
      [1, auth0.kid],
      [2, auth0.kid, 'next'],
      [3, auth0.kid, 'next'],
      [8, auth0.kid, 'next'],
    ] as [number, ...string[]][]) {
      later = minutes * 60_000;
      publish(...kids);
      await verify(keys, 'unknown').catch(() => undefined);
      await keys.close();
      iats.push(decodeJwt(await readFile(file, 'utf8')).iat);
    }
    const [first = 0] = iats as number[];
    const minutes = iats.map((iat) => Math.round((Number(iat) - first) / 60));
    expect(minutes).toEqual([0, 0, 2, 2, 8]);
  });

  it('is shared by replicas: what one could fetch serves the other that could not', async () => {
    const one = start();
    const other = start();
    await verify(other);
    publish('next');
    later = 5001;
    await verify(one, 'next');
    await one.close();
    goDown();
    later = 11_000;
    await verify(other, 'next');
    await expect(verify(other)).rejects.toThrow(unavailable);
  });

  it('holds one whole set, whoever of many writes', async () => {
    const replicas = Array.from({ length: 10 }, () => start());
    await Promise.all(replicas.map((keys) => verify(keys)));
    await Promise.all(replicas.map((keys) => keys.close()));
    expect(await readdir(join(file, '..'))).toEqual(['issuer-keys.jwt']);
    goDown();
    await verify(start());
  });
});

describe('a saved key set is ignored, with a warning that says why, when', () => {
  async function expectIgnored(reason: string, options: Partial<KeysFromIssuerOptions> = {}) {
    const keys = start(options);
    await expect(verify(keys)).rejects.toThrow(unavailable);
    later += 1001;
    await expect(verify(keys)).rejects.toThrow(unavailable);
    expect(reasons()).toEqual([reason]);
    expect(lines.find(({ message }) => message.endsWith('are ignored'))).toMatchObject({
      level: 'warn',
      place: file,
    });
  }
  const changed = 'it was changed, or another client secret was in use when it was made';

  it.each<[string, (text: string) => string | Promise<string>]>([
    ['a key was added', (text) => withPayload(text, (claims) => ({ ...claims, keys: [{}] }))],
    ['it was made younger', (text) => withPayload(text, (claims) => ({ ...claims, iat: 9e9 }))],
    ['it was cut short', (text) => text.slice(0, -10)],
    ['it is empty', () => ''],
    ['it is something else', () => '{"keys":[]}'],
    ['it is binary', () => '\0\x01\x02'],
    ['it is not signed', (text) => `${encoded({ alg: 'none' })}.${text.split('.')[1] ?? ''}.`],
    ['it is signed by somebody else', signedAnew],
  ])('%s', async (_case, change) => {
    await leaveBehind();
    await writeFile(file, await change(await readFile(file, 'utf8')));
    await expectIgnored(changed);
  });

  it('the client secret is another', async () => {
    await leaveBehind();
    await expectIgnored(changed, { saved: { storages: [fileStorage(file)], secret: 'another' } });
  });

  it("it is another issuer's", async () => {
    const own = auth0;
    auth0 = await startScriptedAuth0();
    await leaveBehind();
    await auth0.close();
    auth0 = own;
    goDown();
    await expectIgnored("it is another issuer's");
  });

  it('it is too old', async () => {
    await leaveBehind();
    later = 24 * hour + 2000;
    await expectIgnored('it is too old');
  });

  it('it is older than JWKS_MAX_AGE', async () => {
    await leaveBehind();
    later = hour + 2000;
    await expectIgnored('it is too old', { maxAge: 3600 });
  });

  it('it is from the future', async () => {
    later = 2 * hour;
    await leaveBehind();
    later = 0;
    await expectIgnored('it is from the future');
  });

  it('it cannot be read', async () => {
    await mkdir(file, { recursive: true });
    goDown();
    await expectIgnored('EISDIR: illegal operation on a directory, read');
  });
});

describe('several storages', () => {
  it('are all written, and the newest good one is used', async () => {
    const [first, second] = [memory('first'), memory('second')];
    const saved = { storages: [first, second], secret };
    await leaveBehind({ saved });
    const older = [first.text, second.text];
    publish('next');
    later = hour;
    await verify(start({ saved: { storages: [second], secret } }), 'next');
    await Promise.all(started.map((keys) => keys.close()));
    goDown();
    expect([first.text === older[0], second.text === older[1]]).toEqual([true, false]);
    await verify(start({ saved }), 'next');
    second.text = 'garbage';
    await verify(start({ saved }));
    expect(reasons()).toHaveLength(1);
  });

  it('one that fails or hangs does not hold up the others', async () => {
    const broken: KeySetStorage = {
      name: 'broken',
      read: () => Promise.reject(new Error('no connection')),
      write: () => Promise.reject(new Error('no connection')),
    };
    const hanging: KeySetStorage = {
      name: 'hanging',
      read: () => new Promise(() => undefined),
      write: () => new Promise(() => undefined),
    };
    const good = memory('good');
    const saved = { storages: [broken, hanging, good], secret };
    const keys = start({ saved });
    await verify(keys);
    // The time limit of the hanging storage has not passed yet.
    expect(lines.filter(({ place }) => place === 'hanging')).toEqual([]);
    await keys.close();
    goDown();
    const startedAt = performance.now();
    await verify(start({ saved }));
    expect(performance.now() - startedAt).toBeLessThan(patience);
    const warnings = lines.filter(({ place }) => place !== undefined);
    expect(warnings.map(({ place, reason }) => [place, reason])).toEqual([
      ['broken', 'no connection'],
      ['hanging', 'no answer within 2000 ms'],
      ['broken', 'no connection'],
      ['hanging', 'no answer within 2000 ms'],
    ]);
  });

  it('a file that cannot be written is one warning, and stops nothing', async () => {
    await writeFile(join(file, '../..', 'state'), 'a file in the place of the folder');
    const keys = start();
    for (let minutes = 0; minutes <= 60; minutes += 11) {
      later = minutes * 60_000;
      await verify(keys);
      await keys.close();
    }
    expect(lines).toEqual([
      {
        level: 'warn',
        message: "the issuer's keys cannot be kept for the next start",
        place: file,
        reason: expect.stringMatching(/^E(EXIST|NOTDIR)/),
      },
    ]);
  });
});

describe('JWKS_FILE', () => {
  let downloaded: string;
  beforeEach(async () => {
    downloaded = join(temporaryFolder(), 'jwks.json');
    await writeFile(downloaded, JSON.stringify({ keys: [{ ...auth0.publicJwk, kid: 'theirs' }] }));
  });
  const aged = (milliseconds: number) => {
    const at = new Date(Date.now() - milliseconds);
    return utimes(downloaded, at, at);
  };

  it('is used when nothing else is left, and is as old as its last change', async () => {
    goDown();
    await aged(2 * hour);
    const keys = start({ file: downloaded });
    await verify(keys, 'theirs');
    expect(keys.age()).toBeGreaterThan((2 * hour) / 1000 - 1);
    later = 22 * hour + 1000;
    await expect(verify(keys, 'theirs')).rejects.toThrow(unavailable);
    expect(lines.map(({ reason }) => reason)).toContain('it is too old');
  });

  it('is read again when it is replaced in an outage', async () => {
    goDown();
    await aged(hour);
    const keys = start({ file: downloaded });
    await verify(keys, 'theirs');
    await writeFile(downloaded, JSON.stringify({ keys: [{ ...auth0.publicJwk, kid: 'newer' }] }));
    later = 1001;
    await verify(keys, 'newer');
  });

  it('comes after the issuer and after what was saved, be it older', async () => {
    await leaveBehind({ file: downloaded });
    await expect(verify(start({ file: downloaded }), 'theirs')).rejects.toThrow(unavailable);
    publish(auth0.kid);
    await expect(verify(start({ file: downloaded }), 'theirs')).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
  });

  it.each<[string, () => Promise<void>, string]>([
    ['too old', () => aged(25 * hour), 'it is too old'],
    ['from the future', () => aged(-hour), 'it is from the future'],
    ['no JSON', () => writeFile(downloaded, 'secret'), 'the file is not JSON'],
    ['no key set', () => writeFile(downloaded, '[]'), 'the key set holds no usable key'],
  ])('is ignored with a warning when it is %s', async (_case, change, reason) => {
    goDown();
    await change();
    const keys = start({ file: downloaded });
    await expect(verify(keys, 'theirs')).rejects.toThrow(unavailable);
    later = 1001;
    await expect(verify(keys, 'theirs')).rejects.toThrow(unavailable);
    expect(lines.filter(({ message }) => message === 'JWKS_FILE is ignored')).toEqual([
      { level: 'warn', message: 'JWKS_FILE is ignored', reason },
    ]);
  });

  it('T16: holds no weak key that would verify', async () => {
    goDown();
    const weak = [
      { kty: 'oct', k: 'c2VjcmV0', kid: 'theirs' },
      { ...auth0.publicJwk, e: 'AQ', kid: 'theirs' },
    ];
    await writeFile(downloaded, JSON.stringify({ keys: weak }));
    await expect(verify(start({ file: downloaded }), 'theirs')).rejects.toThrow(unavailable);
  });
});

/** Makes a storage in memory, as a second kind of storage. */
function memory(name: string): KeySetStorage & { text: string | undefined } {
  const storage: KeySetStorage & { text: string | undefined } = {
    name,
    text: undefined,
    read: () => Promise.resolve(storage.text),
    write: (text) => {
      storage.text = text;
      return Promise.resolve();
    },
  };
  return storage;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function withPayload(text: string, change: (claims: object) => object): string {
  const [header = '', , signature = ''] = text.split('.');
  return `${header}.${encoded(change(decodeJwt(text)))}.${signature}`;
}

function signedAnew(text: string): Promise<string> {
  return new SignJWT(decodeJwt(text))
    .setProtectedHeader({ alg: 'HS256', typ: 'issuer-keys+jwt' })
    .sign(new TextEncoder().encode(secret.padEnd(32, '-')));
}
