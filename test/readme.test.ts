import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, extendSchema, parse, print } from 'graphql';
import { codeBlocks, readPage } from './docs/page.ts';
import { startLocal, type Local } from './support/local.ts';
import { present } from './support/present.ts';

const readme = readFileSync('README.md', 'utf8');

const [operations = '', guarded = ''] = codeBlocks(readme, 'graphql');

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

/** Sends operations one after the other, each with the tokens of the latest session. Returns their data. */
async function sendAll(documents: string[]): Promise<object[]> {
  const session = { accessToken: '', refreshToken: '' };
  const answers: object[] = [];
  for (const document of documents) {
    const { data, errors } = await local.gateway.request(
      document.replace('<refreshToken>', session.refreshToken),
      { token: session.accessToken || undefined },
    );
    expect(errors).toBeUndefined();
    Object.assign(session, Object.values(present(data))[0]);
    answers.push({ data });
  }
  return answers;
}

describe('README', () => {
  it('has five operations, each of which succeeds', async () => {
    const documents = parse(operations).definitions.map((definition) => print(definition));
    const answers = await sendAll(documents);
    const names = answers.map(({ data }: { data?: Record<string, { __typename?: string }> }) =>
      Object.entries(present(data)).map(([name, { __typename }]) => __typename ?? name),
    );
    expect(names.flat()).toEqual(['SignedUp', 'Session', 'me', 'Session', 'LoggedOut']);
  });

  it('shows a guard that the schema has', () => {
    const schema = buildSchema(`${readFileSync('schema.graphql', 'utf8')}\ntype Order { id: ID! }`);
    const { fields } = present(extendSchema(schema, parse(guarded)).getQueryType()).toConfig();
    expect(fields['orders']?.astNode?.directives?.[0]?.name.value).toBe('requiresPermissions');
  });

  it('links to files that exist', () => {
    const links = Array.from(readme.matchAll(/\]\((?!https:)([^)#]+)/g), ([, file = '']) => file);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((file) => !existsSync(file))).toEqual([]);
  });
});

it('docs/commands.md names scripts of package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  const named = [...readPage('commands.md').matchAll(/^\| `npm (?:run )?([\w:-]+)/gm)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, name] of named) expect(Object.keys(scripts)).toContain(name);
});

describe('docs/first-requests.md', () => {
  it('has operations that answer as printed, one after the other', async () => {
    const page = readPage('first-requests.md').replaceAll('newcomer@', 'first@');
    const printed = codeBlocks(page, 'json').map((text) => JSON.parse(text) as unknown);
    expect(printed).toHaveLength(5);
    expect(await sendAll(codeBlocks(page, 'graphql'))).toEqual(printed.map(loosened));
  });
});

it('finds LF in the files of a clone on every machine: no line of .gitattributes asks for other line ends', () => {
  const rules = readFileSync('.gitattributes', 'utf8').match(/^[^#\n].*$/gm) ?? [];
  expect(rules[0]).toBe('* text=auto eol=lf');
  expect(rules.filter((rule) => /eol=crlf|[-!]text|[-!]eol/.test(rule))).toEqual([]);
});

/** Replaces each text that ends in an ellipsis by a matcher of any text of its kind. */
function loosened(value: unknown): unknown {
  if (typeof value === 'string' && value.endsWith('…')) {
    return expect.stringMatching(new RegExp(`^${value.startsWith('auth0') ? 'auth0\\|' : ''}.+`));
  }
  if (Array.isArray(value)) return value.map(loosened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, loosened(member)]),
  );
}
