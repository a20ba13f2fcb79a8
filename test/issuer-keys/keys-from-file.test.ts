import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { IssuerKeys } from '../../src/issuer-keys/issuer-keys.ts';
import { keysFromFile } from '../../src/issuer-keys/keys-from-file.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let auth0: ScriptedAuth0;
let file: string;
let keys: IssuerKeys;
let lines: string[];
/** Milliseconds by which the clock is ahead. */
let later: number;

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  file = join(temporaryFolder(), 'jwks.json');
  lines = [];
  later = 0;
  const beginning = Date.now();
  const now = () => new Date(beginning + later);
  const line = (_details: object, message: string) => lines.push(message);
  keys = keysFromFile({ file, now, log: { info: line, warn: line } });
  await download(auth0.kid);
});
afterEach(async () => {
  await keys.close();
  await auth0.close();
});

const download = (...kids: string[]) =>
  writeFile(file, JSON.stringify({ keys: kids.map((kid) => ({ ...auth0.publicJwk, kid })) }));
const verify = async (kid = auth0.kid) =>
  jwtVerify(await auth0.accessToken({}, { kid }), keys.find);

describe('JWKS_FILE_ONLY', () => {
  it('asks the issuer for nothing, whatever the token', async () => {
    await verify();
    later = 2001;
    await expect(verify('unknown')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(auth0.requests).toEqual([]);
  });

  it('knows no age: the operator has taken over', async () => {
    await utimes(file, 0, 0);
    await verify();
    later = 400 * 24 * 3_600_000;
    await verify();
    await keys.close();
    expect(keys.age()).toBeLessThan(1);
  });

  it('K05: takes the keys of a file that has changed, seconds later, and lets go of the others', async () => {
    await verify();
    await download('next');
    await expect(verify('next')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    later = 2001;
    await verify('next');
    await expect(verify()).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('a key that was taken away verifies nothing seconds later, though nobody asks for another', async () => {
    await verify();
    await download('next');
    later = 2001;
    await verify(); // starts to read the file again in the background
    await keys.close();
    await expect(verify()).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it.each<[string, () => Promise<void>]>([
    ['is gone', () => rm(file)],
    ['is half written', () => writeFile(file, '{"keys":[')],
    ['is empty', () => writeFile(file, '')],
  ])(
    'K04: a file that %s leaves the keys in hand, with a warning, and heals',
    async (_case, spoil) => {
      await verify();
      await spoil();
      for (let round = 0; round < 5; round += 1) {
        later += 2001;
        await verify();
        await keys.close();
      }
      expect(lines).toEqual(['JWKS_FILE cannot be used']);
      await download('next');
      later += 2001;
      await verify('next');
      expect(lines.at(-1)).toBe("the issuer's key set is available again");
    },
  );
});
