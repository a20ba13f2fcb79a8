import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { StateFile } from '../../../src/tenant/saved-state/state-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const records = Array.from({ length: 40 }, (_, index) => ({
  kind: 'user',
  key: `auth0|${index}`,
  value: JSON.stringify({ name: 'x'.repeat(100 * index) }),
}));

let folder: string;
let path: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'inner', 'state');
  path = join(folder, 'state.db');
});

/** Makes a file with records, and returns its bytes. */
async function savedFile(): Promise<Buffer> {
  const file = await StateFile.open(folder);
  file.write(records);
  file.close();
  return readFileSync(path);
}

/** Opens and closes the file. Returns the mistake, or undefined if there is none. */
async function mistake(): Promise<string | undefined> {
  try {
    (await StateFile.open(folder)).close();
    return undefined;
  } catch (error) {
    return (error as { mistakes: string[] }).mistakes.join('\n');
  }
}

describe('StateFile', () => {
  it('has what was written, in the order of the last write, and without what was deleted', async () => {
    await savedFile();
    const file = await StateFile.open(folder);
    file.write([
      { kind: 'user', key: 'auth0|1', value: null },
      { kind: 'user', key: 'auth0|0', value: '"new"' },
    ]);
    file.close();
    const again = await StateFile.open(folder);
    expect(again.records()).toEqual([
      ...records.slice(2),
      { kind: 'user', key: 'auth0|0', value: '"new"' },
    ]);
    again.close();
  });

  it('is for its owner alone, with its journal and the folder that it makes', async () => {
    await savedFile();
    const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
      (each) => statSync(each).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it('leaves the mode of a folder that exists', async () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    await savedFile();
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  it('serves one at a time', async () => {
    const first = await StateFile.open(folder);
    first.write(records);
    const inUse = `TENANT_STATE ${folder} is in use by another local tenant: stop that one, or give this one a TENANT_STATE of its own`;
    expect(await mistake()).toBe(inUse);
    await expect(StateFile.delete(folder)).rejects.toMatchObject({ mistakes: [inUse] });
    first.close();
    expect(await mistake()).toBeUndefined();
  });

  it('of another version is refused, and left as it is', async () => {
    const bytes = await savedFile();
    bytes.writeUInt32BE(2, 60); // SQLite's user version
    writeFileSync(path, bytes);
    expect(await mistake()).toMatch(
      /^TENANT_STATE \S+ was written by another version of Gatehouse, and is left as it is: start that version, or empty it, to begin anew: npm run tenant -- --reset$/,
    );
    expect(readFileSync(path)).toEqual(bytes);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['empty', () => Buffer.alloc(0)],
    ['no database', () => Buffer.from('not a database. '.repeat(1_000))],
    ['cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['cut by a byte', (bytes) => bytes.subarray(0, -1)],
    ['overwritten in the middle', (bytes) => bytes.fill(0xff, 30_000, 31_000)],
    ['zeroed in the middle', (bytes) => bytes.fill(0, 30_000, 31_000)],
    [
      'changed in a letter',
      (bytes) => bytes.fill('y', bytes.lastIndexOf('xxx'), bytes.lastIndexOf('xxx') + 1),
    ],
    ['without the version', (bytes) => bytes.fill(0, 60, 64)],
  ])('that is damaged is refused, and left as it is: %s', async (_kind, damage) => {
    const damaged = Buffer.from(damage(await savedFile()));
    writeFileSync(path, damaged);
    const files = readdirSync(folder);
    expect(await mistake()).toMatch(
      /^TENANT_STATE \S+ is damaged, and is left as it is: put a copy in its place, or empty it, to begin anew: npm run tenant -- --reset$/,
    );
    expect(readFileSync(path)).toEqual(damaged);
    expect(readdirSync(folder)).toEqual(files);
  });

  it('can be deleted when it is damaged, and when there is none', async () => {
    await savedFile();
    writeFileSync(path, 'not a database');
    await StateFile.delete(folder);
    expect(readdirSync(folder)).toEqual([]);
    await StateFile.delete(folder);
    expect(await mistake()).toBeUndefined();
  });

  it('passes on what the file system says about the folder', async () => {
    folder = join('/dev/null', 'state');
    await expect(StateFile.open(folder)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
