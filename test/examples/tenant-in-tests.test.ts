import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundledGateway } from '../support/bundled-gateway.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { codeBlocks, readPage } from '../docs/page.ts';

const examples = codeBlocks(readPage('local-tenant.md'), 'js');

/** Project of another team, with Gatehouse in its `node_modules/`. */
let project: string;

beforeAll(async () => {
  const gatehouse = join(await bundledGateway(), '../..');
  project = temporaryFolder();
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "jest": { "transform": {} } }');
  mkdirSync(join(project, 'node_modules'));
  for (const name of readdirSync('node_modules')) {
    symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
  }
  symlinkSync(gatehouse, join(project, 'node_modules/gatehouse'));
});

describe('the examples of docs/local-tenant.md for tests of other programs', () => {
  it.each([
    ['jest', ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']],
    ['vitest', ['node_modules/vitest/vitest.mjs', 'run']],
  ])('pass with %s', (runner, args) => {
    const example = examples.find((code) => code.includes(runner)) ?? '';
    const [, name = ''] = /^\/\/ (\S+)/.exec(example) ?? [];
    writeFileSync(join(project, name), example);
    const { PATH = '' } = process.env;
    const options = { cwd: project, env: { PATH, NODE_ENV: 'test' }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, name], options);
    expect([status, stdout + stderr]).toEqual([0, expect.stringMatching(/2 passed/)]);
  });
});
