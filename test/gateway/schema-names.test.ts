import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let production: TestGateway;
let development: TestGateway;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  production = await gatewayBefore(auth0, { NODE_ENV: 'production' });
  development = await gatewayBefore(auth0, { NODE_ENV: 'development' });
});
afterAll(async () => {
  await production.close();
  await development.close();
  await auth0.close();
});

const unknownFields = `{ ${Array.from({ length: 500 }, (_, n) => `a${n}`).join(' ')} }`;

describe('a document that does not fit the schema', () => {
  it.each([
    ['unknown fields', unknownFields],
    ['unknown directives', `{ __typename ${'@aa '.repeat(10)} }`],
    ['a misspelled input field', 'mutation { login(input: { usernam: "a" }) { __typename } }'],
    ['missing input fields', 'mutation { login(input: {}) { __typename } }'],
    ['a missing argument', 'mutation { login { __typename } }'],
    ['an unknown argument', 'mutation { login(inptu: {}) { __typename } }'],
    ['an unknown enum value', 'mutation { logout(input: { scope: AL }) { __typename } }'],
    ['an unknown type', 'query ($input: LoginInpu) { __typename }'],
    ['an unknown type of a fragment', '{ ... on Quer { __typename } }'],
    ['a field without its selection', '{ me }'],
    ['a selection that a field lacks', '{ __typename { id } }'],
    ['a variable in the wrong place', 'mutation ($i: String) { login(input: $i) { __typename } }'],
    ['introspection', '{ __schema { types { name } } }'],
  ])('is one sentence without a name in production: %s', async (_what, query) => {
    const { status, text } = await production.request(query);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: 'The operation does not fit the schema of this API.',
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
  });

  it.each([
    [{ usernam: 'a' }],
    [{ username: 1, password: 'p', passwor: 'p' }],
    [{}],
    [null],
    [undefined],
  ])('is one sentence without a name in production: the variable %p', async (input) => {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
    const { status, errors } = await production.request(query, { variables: { input } });
    expect(status).toBe(400);
    expect(errors).toEqual([
      {
        message: 'Variable "$input" does not fit its type.',
        locations: [{ line: 1, column: 11 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('has names, suggestions and at most ten errors in development', async () => {
    const { errors: many = [] } = await development.request(unknownFields);
    expect(many).toHaveLength(10);
    expect(many[0]?.message).toBe('Cannot query field "a0" on type "Query".');
    const { errors } = await development.request(
      'mutation { login(input: { usernam: "a", password: "p" }) { __typename } }',
    );
    expect(errors?.map(({ message }) => message)).toContain(
      'Field "usernam" is not defined by type "LoginInput". Did you mean "username"?',
    );
  });

  it('in a variable has its place in development', async () => {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
    const variables = { input: { username: 1, password: 'p' } };
    const { errors } = await development.request(query, { variables });
    expect(errors?.[0]?.message).toContain('at $input.username.');
  });
});
