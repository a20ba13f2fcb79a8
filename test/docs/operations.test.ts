import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, isUnionType, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { plugin } from '../../scripts/operations-page.js';
import { present } from '../support/present.ts';
import { codeBlocks, readPage } from './page.ts';

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
    String(plugin(schema, [{ document: parse(document) }], {})).split(/^## .*$/m)[1] ?? '';

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
      name: '…',
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
    const page = String(plugin(own, [{ document }], {}));
    const [variables, example] = codeBlocks(page, 'json');
    expect(JSON.parse(present(variables))).toEqual({ id: 'auth0|6500000000000000000000b1' });
    expect(JSON.parse(present(example))).toEqual({
      data: { one: { id: 'auth0|6500000000000000000000b1' } },
    });
    expect(page).toContain('`{"field":"id"}`');
  });
});
