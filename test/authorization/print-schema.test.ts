import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { formatAccessTable } from '../../src/authorization/access-table.ts';
import { buildSchema as buildFromFiles, readSchemaFiles } from '../../src/schema-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const command = resolve('scripts/schema.js');
const ownTypes = `
  extend type Query { "The order." order(id: ID!): Order @authenticated }
  extend type Profile { orders: [Order!] @requiresPermissions(permissions: [["read:orders"]]) }
  type Order { id: ID! }`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'schema'));
  copyFileSync('schema.graphql', join(folder, 'schema.graphql'));
});

function printSchema(own: string) {
  writeFileSync(join(folder, 'schema/orders.graphql'), own);
  return spawnSync(process.execPath, [command], { cwd: folder, encoding: 'utf8' });
}

describe('npm run schema', () => {
  it('prints one schema that has the own types, every description and every guard', async () => {
    const { status, stdout, stderr } = printSchema(ownTypes);
    expect([status, stderr]).toEqual([0, '']);
    const kinds = parse(stdout).definitions.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.includes('Extension'))).toEqual([]);
    const whole = buildFromFiles(await readSchemaFiles(pathToFileURL(`${folder}/`)));
    const printed = buildSchema(stdout);
    expect(formatAccessTable(printed)).toBe(formatAccessTable(whole));
    expect(formatAccessTable(printed)).toContain('Profile.orders ');
    const descriptions = Object.values(whole.getTypeMap()).map(({ name, description }) => [
      name,
      description ?? null,
    ]);
    expect(descriptions).toEqual(
      Object.values(whole.getTypeMap()).map(({ name }) => [
        name,
        printed.getType(name)?.description ?? null,
      ]),
    );
  });

  it('prints nothing of a schema that the gateway refuses, names each mistake, and exits with 1', () => {
    const { status, stdout, stderr } = printSchema('extend type Query {\n  orders: Int\n}');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Query.orders is open by accident: give it @public or a guard');
    expect(stderr).toContain('schema/orders.graphql:2:3');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
