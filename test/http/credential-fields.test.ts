import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, getVariableValues, OperationTypeNode, parse } from 'graphql';
import { collectRootFields, countCredentialFields } from '../../src/http/credential-fields.ts';

const schema = buildSchema(`
  directive @credential on FIELD_DEFINITION
  type Query { login: ID, me: ID }
  interface SignsIn { login(password: String): Session }
  type Mutation implements SignsIn {
    login(password: String): Session @credential
    refresh(token: String): Session @credential
    rename(name: String): ID
  }
  type Subscription { login: ID }
  type Session { login: ID, user: User }
  type User { login: ID }
`);

interface Sent {
  variables?: Record<string, unknown>;
  operationName?: string;
}

function count(source: string, { variables = {}, operationName }: Sent = {}): number {
  const document = parse(source);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('no such operation');
  const { coerced = {} } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables,
  );
  if (operation.operation !== OperationTypeNode.MUTATION) return 0;
  return countCredentialFields(
    schema,
    collectRootFields({ schema, document, operation, variables: coerced }),
  );
}

describe('countCredentialFields', () => {
  it.each<[string, number, string, Sent?]>([
    ['one field', 1, 'mutation { login { login } }'],
    ['no credential field', 0, 'mutation { rename __typename }'],
    ['a credential field among others', 1, 'mutation { a: rename login { login } b: rename }'],
    ['two fields', 2, 'mutation { login { login } refresh { login } }'],
    ['two aliases', 2, 'mutation { a: login { login } b: login { login } }'],
    ['one response key twice', 1, 'mutation { login { login } login { user { login } } }'],
    ['one alias twice', 1, 'mutation { a: login { login } ... { a: login { login } } }'],
    ['an alias that hides the name', 1, 'mutation { rename: login { login } }'],
    ['names inside of its answer', 1, 'mutation { login { a: login user { b: login } } }'],
    ['an inline fragment', 2, 'mutation { a: login { login } ... { b: login { login } } }'],
    ['a typed inline fragment', 1, 'mutation { ... on Mutation { login { login } } }'],
    [
      'a fragment on the interface',
      2,
      'mutation { a: login { login } ... on SignsIn { b: login { login } } }',
    ],
    [
      'a named fragment',
      2,
      'mutation { ...F a: login { login } } fragment F on Mutation { b: login { login } }',
    ],
    [
      'fragments within fragments',
      3,
      `mutation { ...F } fragment F on Mutation { a: login { login } ...G }
       fragment G on SignsIn { b: login { login } ... on Mutation { c: refresh { login } } }`,
    ],
    [
      'a fragment spread twice',
      1,
      'mutation { ...F ...F } fragment F on Mutation { login { login } }',
    ],
    [
      'a fragment that is not spread',
      0,
      'mutation { rename } fragment F on Mutation { login { login } }',
    ],
    ['@skip(if: true)', 1, 'mutation { a: login { login } b: login @skip(if: true) { login } }'],
    ['@skip(if: false)', 2, 'mutation { a: login { login } b: login @skip(if: false) { login } }'],
    [
      '@include(if: false)',
      1,
      'mutation { a: login { login } ... @include(if: false) { b: login { login } } }',
    ],
    [
      '@include of a spread by a variable that is true',
      2,
      `mutation($x: Boolean!) { a: login { login } ...F @include(if: $x) }
       fragment F on Mutation { b: login { login } }`,
      { variables: { x: true } },
    ],
    [
      '@include of a spread by a variable that is false',
      1,
      `mutation($x: Boolean!) { a: login { login } ...F @include(if: $x) }
       fragment F on Mutation { b: login { login } }`,
      { variables: { x: false } },
    ],
    [
      '@skip by the default of a variable',
      1,
      'mutation($x: Boolean = true) { a: login { login } b: login @skip(if: $x) { login } }',
    ],
    [
      '@skip by a variable against its default',
      2,
      'mutation($x: Boolean = true) { a: login { login } b: login @skip(if: $x) { login } }',
      { variables: { x: false } },
    ],
    [
      'the operation that runs, and not the other',
      1,
      'mutation A { a: login { login } } mutation B { a: login { login } b: login { login } }',
      { operationName: 'A' },
    ],
    ['a query field of the same name', 0, '{ a: login b: login }'],
    ['a subscription', 0, 'subscription { login }'],
    [
      '1,000 aliases',
      1000,
      `mutation { ${Array.from({ length: 1000 }, (_, n) => `a${n}: login { login }`).join(' ')} }`,
    ],
  ])('counts %s: %i', (_name, expected, source, sent = {}) => {
    expect(count(source, sent)).toBe(expected);
  });

  it('counts nothing in a schema without mutations', () => {
    const queries = buildSchema('type Query { me: ID }');
    const document = parse('{ me }');
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const fields = collectRootFields({ schema: queries, document, operation, variables: {} });
    expect(fields).toHaveLength(1);
    expect(countCredentialFields(queries, fields)).toBe(0);
  });
});
