import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, isUnionType, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { plugin } from '../../scripts/operations-page.js';
import { ruleCodes, wordRule } from '../../src/auth0/password-rules.ts';
import { startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';

const page = readPage('operations.md');
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(present(type).getFields()),
);

function sectionOf(name: string): string {
  const [, section = ''] = new RegExp(`\n## ${name}\n([^]*?)(?=\n## |$)`).exec(page) ?? [];
  return section;
}

describe('docs/operations.md', () => {
  it.each(fields)('has a document of $name that validates, and variables that fit', ({ name }) => {
    const [document = ''] = codeBlocks(sectionOf(name), 'graphql');
    const parsed = parse(document);
    expect(validate(schema, parsed)).toEqual([]);
    const given = present(getOperationAST(parsed)).variableDefinitions ?? [];
    const [variables = '{}'] = given.length > 0 ? codeBlocks(sectionOf(name), 'json') : [];
    const values = JSON.parse(variables) as Record<string, unknown>;
    expect(getVariableValues(schema, given, values).errors).toBeUndefined();
  });

  it.each(fields.filter(({ type }) => isUnionType(type)))(
    'has a row for each outcome of $name',
    ({ name, type }) => {
      const named = [...sectionOf(name).matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(
        ([, outcome]) => outcome,
      );
      const outcomes = isUnionType(type) ? type.getTypes().map((outcome) => outcome.name) : [];
      expect(named).toEqual(outcomes);
      const [answer = ''] = codeBlocks(sectionOf(name), 'json').slice(-1);
      expect(JSON.parse(answer)).toMatchObject({ data: { [name]: { __typename: outcomes[0] } } });
    },
  );
});

describe('the page of operations of another team', () => {
  const section = (document: string) =>
    (plugin(schema, [{ document: parse(document) }], {}) as string).split(/^## .*$/m)[1] ?? '';

  it('shows named fragments below the operation that uses them, and their fields in the example', () => {
    const text = section(`
      mutation Login($input: LoginInput!) { login(input: $input) { __typename ...Tokens ...Refusal } }
      fragment Tokens on Session { accessToken user { ...Who } }
      fragment Who on Profile { id }
      fragment Refusal on Problem { code }
      fragment Unused on Factor { name }
    `);
    const [operation, , example] = codeBlocks(text, '(?:graphql|json)');
    expect(operation).toContain('fragment Who on Profile');
    expect(operation).not.toContain('Unused');
    expect(JSON.parse(present(example))).toMatchObject({
      data: { login: { __typename: 'Session', user: { id: 'auth0|6500000000000000000000b1' } } },
    });
  });

  it('shows the variables that the operation declares', () => {
    const [variables] = codeBlocks(
      section(`mutation SignIn($name: String!, $password: String!) {
        login(input: { username: $name, password: $password }) { __typename }
      }`),
      'json',
    );
    expect(JSON.parse(present(variables))).toEqual({
      name: 'Robin Example',
      password: 'Correct-Horse-7-Battery',
    });
  });

  it('shows a field whose argument is no input, with a refusal that names the argument', () => {
    const own = buildSchema(`
      directive @public on FIELD_DEFINITION
      type Query { order(id: ID!): OrderResult @public }
      union OrderResult = Order | InvalidInput
      interface Problem { code: String! }
      type Order { id: ID! }
      type InvalidInput implements Problem { "\`INVALID_INPUT\`." code: String! field: String! }
    `);
    const document = parse('query Order($id: ID!) { one: order(id: $id) { ... on Order { id } } }');
    const page = plugin(own, [{ document }], {}) as string;
    const [variables, example] = codeBlocks(page, 'json');
    expect(JSON.parse(present(variables))).toEqual({ id: 'auth0|6500000000000000000000b1' });
    expect(JSON.parse(present(example))).toEqual({
      data: { one: { id: 'auth0|6500000000000000000000b1' } },
    });
    expect(page).toContain('`{"field":"id"}`');
  });
});

describe('the rules of passwords on the pages', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.close());

  const example = (name: string) =>
    JSON.parse(present(codeBlocks(sectionOf(name), 'json').at(-1))) as unknown;

  it('are in the example of capabilities as the gateway answers them', async () => {
    const [document = ''] = codeBlocks(sectionOf('capabilities'), 'graphql');
    const { data } = await local.gateway.request(document);
    const rules = (answer: unknown) =>
      (answer as { capabilities: { realms: { passwordRules: unknown[] }[] } }).capabilities
        .realms[0]?.passwordRules;
    const { data: shown } = example('capabilities') as { data: unknown };
    expect(rules(data)).toEqual(expect.arrayContaining(present(rules(shown))));
  });

  it('are in the row of WeakPassword as the gateway answers them', async () => {
    const [document = ''] = codeBlocks(sectionOf('signup'), 'graphql');
    const [, row = ''] = /^\| `WeakPassword` \|.*\| `(.*)` \|$/m.exec(sectionOf('signup')) ?? [];
    const { rules } = JSON.parse(row) as { rules: unknown[] };
    const variables = { input: { email: 'short@example.com', password: 'short' } };
    const { data } = await local.gateway.request<{ signup: { rules: unknown } }>(document, {
      variables,
    });
    expect(data?.signup.rules).toEqual(expect.arrayContaining(rules));
  });

  it('are all in the table of screens.md, with their words', () => {
    const rows = tableRows(readPage('screens.md'), 'Code of a rule');
    const told = rows.map(([code = '', , message = '']) => {
      const numbers = [...message.matchAll(/\d+/g)].map(Number);
      return [code.replaceAll('`', ''), wordRule(code.replaceAll('`', ''), numbers).message];
    });
    expect(rows.map(([code = '', , message]) => [code.replaceAll('`', ''), message])).toEqual(told);
    const kinds = ['lowerCase', 'upperCase', 'numbers', 'specialCharacters'];
    expect(told.map(([code]) => code)).toEqual(ruleCodes.filter((code) => !kinds.includes(code)));
  });
});
