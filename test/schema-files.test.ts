import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, readSchemaFiles, SchemaError } from '../src/schema-files.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  await mkdir(join(folder, 'schema'));
});

/** Writes schema files, and builds the schema from them. */
async function build(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return buildSchema(await readSchemaFiles(pathToFileURL(`${folder}/`)));
}

/** Returns the mistakes in some schema files. */
async function mistakesIn(files: Record<string, string>): Promise<string[]> {
  try {
    await build(files);
  } catch (error) {
    if (error instanceof SchemaError) return error.mistakes;
    throw error;
  }
  return [];
}

const query = 'type Query { a: Int }';

describe('schema files', () => {
  it('are one schema', async () => {
    const schema = await build({
      'schema.graphql': query,
      'schema/b.graphql': 'extend type B { d: Int }',
      'schema/a.graphql': 'extend type Query { b: B } type B { c: Int }',
      'schema/notes.txt': 'no schema',
    });
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['a', 'b']);
  });

  it.each([
    ['nothing', ''],
    ['comments', '# Orders come later.\n# type Order {\n'],
    ['white space and a byte order mark', '\uFEFF\n\t ,\n'],
  ])('may have %s alone', async (_case, text) => {
    expect(await mistakesIn({ 'schema.graphql': query, 'schema/later.graphql': text })).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      'a syntax error',
      'extend type Query {\n  b: \n}',
      ['Syntax Error: Expected Name, found "}". (schema/own.graphql:3:1)'],
    ],
    [
      'a character that GraphQL does not have',
      'type A { b: Int }\n  ?',
      ['Syntax Error: Unexpected character: "?". (schema/own.graphql:2:3)'],
    ],
    ['an unknown type', 'type A { b: X1 }', ['Unknown type "X1". (schema/own.graphql:1:13)']],
    [
      'an unknown directive',
      'extend type Query @guarded { b: Int }',
      ['Unknown directive "@guarded". (schema/own.graphql:1:19)'],
    ],
    [
      'a field that its interface asks for missing',
      'interface N { id: ID } type A implements N { b: Int }',
      [
        'Interface field N.id expected but A does not provide it. (schema/own.graphql:1:15, schema/own.graphql:1:24)',
      ],
    ],
    [
      'a type that another file has',
      'type Query { b: Int }',
      ['There can be only one type named "Query". (schema.graphql:1:6, schema/own.graphql:1:6)'],
    ],
    [
      'a field that another file has',
      'extend type Query { a: Int }',
      ['Field "Query.a" can only be defined once. (schema.graphql:1:14, schema/own.graphql:1:21)'],
    ],
    [
      'subscriptions',
      'type Subscription { ticks: Int }',
      ['The gateway does not serve subscriptions: remove Subscription (schema/own.graphql:1:1)'],
    ],
    [
      'subscriptions by another name',
      'schema { query: Query subscription: Events } type Events { ticks: Int }',
      ['The gateway does not serve subscriptions: remove Events (schema/own.graphql:1:46)'],
    ],
  ])('are refused with file, line and column: %s', async (_case, own, mistakes) => {
    expect(await mistakesIn({ 'schema.graphql': query, 'schema/own.graphql': own })).toEqual(
      mistakes,
    );
  });

  it('tell the syntax errors of all files at once', async () => {
    const mistakes = await mistakesIn({ 'schema.graphql': 'type', 'schema/own.graphql': 'type' });
    expect(mistakes).toEqual([
      'Syntax Error: Expected Name, found <EOF>. (schema.graphql:1:5)',
      'Syntax Error: Expected Name, found <EOF>. (schema/own.graphql:1:5)',
    ]);
  });

  it('need a type Query', async () => {
    expect(await mistakesIn({ 'schema.graphql': '# nothing yet' })).toEqual([
      'Query root type must be provided.',
    ]);
  });

  it('that cannot be read are named', async () => {
    await mkdir(join(folder, 'schema', 'folder.graphql'));
    expect(await mistakesIn({})).toEqual([
      'schema.graphql cannot be read: ENOENT',
      'schema/folder.graphql cannot be read: EISDIR',
    ]);
  });
});
