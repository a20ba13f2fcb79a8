import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import bcrypt from 'bcryptjs';
import {
  exportState,
  importState,
  readExport,
} from '../../../src/tenant/saved-state/state-export.ts';
import { StateFile } from '../../../src/tenant/saved-state/state-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testTenant } from '../support.ts';

const newcomer = { email: 'newcomer@example.com', password: 'Quiet-Lantern-5-Meadow' };

/** Runs `npm run tenant` with arguments. Returns its exit code and what it has printed. */
function run(state: string, ...args: string[]): [code: number | null, output: string] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/start.js', '--tenant', ...args],
    { env: { PATH: process.env['PATH'], TENANT_STATE: state, TENANT_PORT: '0' }, encoding: 'utf8' },
  );
  return [status, stdout + stderr];
}

describe('an export', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'tenant.json');
  let refresh_token: string;
  let idToken: string;

  beforeAll(async () => {
    const tenant = await testTenant(undefined, { state: folder });
    await tenant.signUp(newcomer);
    const { body } = await tenant.login({ username: newcomer.email, password: newcomer.password });
    ({ refresh_token = '', id_token: idToken = '' } = body);
    await tenant.close();
  });

  it('has the whole state: accounts, keys, tokens, log and outbox', async () => {
    const [code, output] = run(folder, '--export', file);
    expect([code, output]).toEqual([0, expect.stringContaining('with private keys')]);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const other = temporaryFolder();
    const imported = run(other, '--import', file);
    expect(imported).toEqual([0, expect.stringContaining(`has the state of ${file}`)]);
    const tenant = await testTenant(undefined, { state: other });
    expect((await tenant.refresh(refresh_token)).status).toBe(200);
    const { username, password } = { username: newcomer.email, password: newcomer.password };
    expect((await tenant.login({ username, password })).status).toBe(200);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'ss',
      'sepft',
      'sertft',
      'sepft',
    ]);
    const { kid } = JSON.parse(
      Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString(),
    ) as { kid: string };
    expect((await tenant.get('/.well-known/jwks.json')).text).toContain(kid);
    const outbox = await tenant.get('/outbox', { accept: 'application/json' });
    expect(outbox.text).toContain(newcomer.email);
    await tenant.close();
  });

  it('is refused by a state that is not empty, which stays as it is', async () => {
    const other = temporaryFolder();
    const tenant = await testTenant(undefined, { state: other });
    await tenant.close();
    const before = readFileSync(join(other, 'state.db'));
    await expect(importState(other, readExport(readFileSync(file, 'utf8')))).rejects.toThrow(
      'is not empty',
    );
    expect(readFileSync(join(other, 'state.db')).equals(before)).toBe(true);
  });

  it.each([
    [(text: string) => text.slice(0, -100), /is not complete JSON/],
    [
      (text: string) => text.replace('"version": 1', '"version": 99'),
      /has version 99 .* is version 1/,
    ],
    [(text: string) => text.replace('"kind":', '"sort":'), /is damaged at records\[0\]/],
  ])('of another version, or damaged, is refused in words: %#', (change, words) => {
    const text = readFileSync(file, 'utf8');
    expect(() => readExport(change(text))).toThrow(words);
  });

  it('leaves nothing where it cannot be written whole', async () => {
    const nowhere = join(folder, 'missing', 'tenant.json');
    await expect(exportState(folder, nowhere)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(nowhere)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('tenant.json.'))).toEqual([]);
  });

  it('is not made of a state that a tenant uses', async () => {
    const state = await StateFile.open(temporaryFolder());
    state.close();
    const tenant = await testTenant(undefined, { state: folder });
    await expect(exportState(folder, `${file}.2`)).rejects.toThrow(
      'in use by another local tenant',
    );
    await tenant.close();
  });
});

describe('users of an Auth0 tenant', () => {
  it('sign in with their old passwords, whose hashes the first login replaces', async () => {
    const state = temporaryFolder();
    const file = join(state, 'users.json');
    const custom = (algorithm: string, value: string) => ({ algorithm, hash: { value } });
    const argon2 =
      '$argon2id$v=19$m=256,t=1,p=1$GDVtPI6se2uKjakqMGD/4Q$7L7HLUoZtHE9WEr2UvZ/3i+7UdiHo0oeKxJJgoXLRkA';
    const users = [
      { email: 'one@example.com', password_hash: await bcrypt.hash('Purple-Kettle-9-Violin', 4) },
      { email: 'two@example.com', custom_password_hash: custom('argon2', argon2) },
      { email: 'three@example.com', custom_password_hash: custom('md5', 'secret-hash') },
    ];
    writeFileSync(file, JSON.stringify(users));
    const [code, output] = run(state, '--import', file);
    expect(output).toBe(
      `${file}: 2 of 3 users are imported.\n` +
        '  user 3, custom_password_hash.algorithm: the local tenant reads the algorithms argon2 and bcrypt (ENUM_MISMATCH)\n',
    );
    expect(code).toBe(1);

    const tenant = await testTenant(undefined, { state });
    for (const username of ['one@example.com', 'two@example.com']) {
      const wrong = await tenant.login({ username, password: 'Wrong-Kettle-9-Violin' });
      expect(wrong.status).toBe(403);
      const right = await tenant.login({ username, password: 'Purple-Kettle-9-Violin' });
      expect(right.status).toBe(200);
      expect(tenant.parts().users.find('Username-Password-Authentication', username)).toMatchObject(
        { passwordHash: expect.stringContaining('$argon2id$v=19$m=1024,t=2,p=1$') },
      );
      const again = await tenant.login({ username, password: 'Purple-Kettle-9-Violin' });
      expect(again.status).toBe(200);
    }
    expect((await tenant.login()).status).toBe(200);
    await tenant.close();
  });
});
