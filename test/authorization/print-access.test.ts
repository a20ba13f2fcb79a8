import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const command = resolve('scripts/access.js');
const runIn = (cwd: string) => spawnSync(process.execPath, [command], { cwd, encoding: 'utf8' });

const directives =
  'directive @public on FIELD_DEFINITION directive @authenticated on FIELD_DEFINITION';

/** Directives of the real schema. */
const [guards = ''] = readFileSync('schema.graphql', 'utf8').split(/(?=^"""\nThe queries)/m);

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function writeSchema(files: Record<string, string>): Promise<void> {
  await mkdir(join(folder, 'schema'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

describe('npm run access', () => {
  it('prints who may ask for each field, in two columns', () => {
    const { status, stdout, stderr } = runIn('.');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Query\.me +any valid bearer$/m);
    expect(stdout).toMatch(/^Mutation\.login +anyone$/m);
    expect(stdout).toMatch(
      /^Profile\.email +with Query\.me, Mutation\.signup, Mutation\.login, Mutation\.refresh, Mutation\.verifyMfa, Mutation\.changePassword, Mutation\.acceptInvitation$/m,
    );
    const lines = stdout.trim().split('\n');
    expect(new Set(lines.map((line) => /^\S+ +/.exec(line)?.[0].length)).size).toBe(1);
  });

  it('spells guards out', async () => {
    await writeFile(
      join(folder, 'schema.graphql'),
      `directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
       directive @requiresRoles(roles: [[String!]!]!) on FIELD_DEFINITION | OBJECT
       type Query @requiresRoles(roles: [["admin"]]) { a: Int, long: Int @requiresScopes(scopes: [["x"], ["y", "z"]]) }`,
    );
    expect(runIn(folder).stdout).toBe(
      'Query.a     roles admin\nQuery.long  roles admin, and scopes x or y + z\n',
    );
  });

  it('names the nearest rules above a field that has none, through unions and interfaces', async () => {
    await writeFile(
      join(folder, 'schema.graphql'),
      `directive @public on FIELD_DEFINITION
       directive @authenticated on FIELD_DEFINITION
       type Query { any: Any @public, node: Node @authenticated }
       union Any = Open | Box
       interface Node { id: ID }
       type Open { next: Open }
       type Box implements Node { id: ID, secret: Secret @authenticated }
       type Secret { word: String }
       type Lost { id: ID }`,
    );
    expect(runIn(folder).stdout).toBe(
      [
        'Query.any    anyone',
        'Query.node   any valid bearer',
        'Open.next    with Query.any',
        'Box.id       with Query.any, Query.node',
        'Box.secret   any valid bearer',
        'Secret.word  with Box.secret',
        'Lost.id      with nothing: no field leads here',
        '',
      ].join('\n'),
    );
  });

  it('reads every file of the schema', async () => {
    await writeFile(join(folder, 'schema.graphql'), `${directives} type Query { a: Int @public }`);
    await mkdir(join(folder, 'schema'));
    await writeFile(
      join(folder, 'schema', 'more.graphql'),
      'extend type Query { b: More @authenticated } type More { c: Int }',
    );
    expect(runIn(folder).stdout).toBe(
      'Query.a  anyone\nQuery.b  any valid bearer\nMore.c   with Query.b\n',
    );
  });

  it('asks for a guard of the type and for one of its extension in another file', async () => {
    await writeSchema({
      'schema.graphql': `${guards} type Query { secret: Secret @public }
        type Secret @requiresPermissions(permissions: [["read:payroll"]]) { salary: Int }`,
      'schema/more.graphql':
        'extend type Secret @requiresPermissions(permissions: [["read:orders"]])',
    });
    expect(runIn(folder).stdout).toContain(
      'Secret.salary  permissions read:payroll + read:orders\n',
    );
  });

  it.each([
    ['a field that is open by accident', 'type Query { me: Int }', 'Query.me is open by accident'],
    [
      'a syntax error',
      'type Query {\n  me: }',
      'Syntax Error: Expected Name, found "}". (schema.graphql:2:7)',
    ],
  ])('names the mistakes of a schema with %s, and exits with 1', async (_case, sdl, mistake) => {
    await writeFile(join(folder, 'schema.graphql'), sdl);
    const { status, stdout, stderr } = runIn(folder);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(mistake);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
