import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

/** A secret that contains a word, a number and a name, so that any token of the GraphQL parser has a part of it. */
const secret = 'hunter27182818';
const secretNumber = 27182818284;

const withInput = 'mutation($input: LoginInput!) { login(input: $input) { __typename } }';
const withPassword =
  'mutation($p: String!) { login(input: { username: "u@example.com", password: $p }) { __typename } }';
const login = (argument: string, selection = '__typename') =>
  `mutation { login(${argument}) { ${selection} } }`;
const password = (value: string) =>
  login(`input: { username: "u@example.com", password: ${value} }`);

type Case = [name: string, query: string, variables?: Record<string, unknown>];

const variables: Case[] = [
  ['a number', withPassword, { p: secretNumber }],
  ['an object', withPassword, { p: { value: secret } }],
  ['an array', withPassword, { p: [secret] }],
  ['a boolean beside it', withInput, { input: { username: true, password: secret } }],
  ['null beside it', withInput, { input: { username: null, password: secret } }],
  ['a number in an object', withInput, { input: { username: 'u', password: secretNumber } }],
  ['nested objects', withInput, { input: { username: 'u', password: { a: [{ b: secret }] } } }],
  [
    'an unknown field beside it',
    withInput,
    { input: { username: 'u', password: secret, extra: secret } },
  ],
  ['a missing field beside it', withInput, { input: { password: secret } }],
  ['a string instead of the input', withInput, { input: secret }],
  ['an array instead of the input', withInput, { input: [{ username: 'u', password: secret }] }],
  ['an unknown variable beside it', withInput, { other: secret }],
  ['null against a default', withPassword.replace('String!', `String = "${secret}"`), { p: null }],
];

const documents: Case[] = [
  ['an integer', password(String(secretNumber))],
  ['a float', password(`${secretNumber}.5`)],
  ['an enum value', password(secret)],
  ['a list', password(`["${secret}"]`)],
  ['an object', password(`{ value: "${secret}" }`)],
  ['an object of unquoted values', password(`{ value: ${secret} }`)],
  ['a dollar sign and no quotes', password(`$${secret}`)],
  ['a block string for the input', login(`input: """${secret}"""`)],
  ['a string for the input', login(`input: "${secret}"`)],
  ['an unknown argument', login(`password: "${secret}"`)],
  ['an unknown field of the input', login(`input: { pass: "${secret}" }`)],
  ['a missing field beside it', login(`input: { password: "${secret}" }`)],
  ['an argument of a directive', login('input: {}', `__typename @include(if: "${secret}")`)],
  ['an unknown directive', login('input: {}', `__typename @log(value: "${secret}")`)],
  ['a default of another type', `query($p: Int = "${secret}") { __typename }`],
  [
    'a default of an input',
    `mutation($i: LoginInput! = { password: ${secret} }) { login(input: $i) { __typename } }`,
  ],
  [
    'a number given twice',
    login(`input: { username: ${secretNumber}, password: ${secretNumber} }`),
  ],
];

const syntax: Case[] = [
  ['an unterminated string', password(`"${secret}`)],
  ['an unterminated block string', password(`"""${secret}`)],
  ['a string across lines', password(`"${secret}\n"`)],
  ['single quotes', password(`'${secret}'`)],
  ['a bad escape', password(`"\\${secret}"`)],
  ['a bad Unicode escape', password(`"\\u{${secret}}"`)],
  ['another bad Unicode escape', password(`"\\u${secret}"`)],
  ['two words', password(`correct ${secret}`)],
  ['a number and a word', password(`${secretNumber}${secret}`)],
  ['a word and a colon', password(`a: ${secret}`)],
  ['a string where a name belongs', `mutation { "${secret}" }`],
  ['a string as a key', login(`"${secret}": 1`)],
  ['a number as a key', login(`${secretNumber}: 1`)],
  ['a name after the document', `{ __typename } ${secret}`],
  ['a string after the document', `{ __typename } "${secret}"`],
];

let auth0: ScriptedAuth0;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
});
afterAll(() => auth0.close());

describe.each(['development', 'test', 'production'])('in %s', (environment) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await gatewayBefore(auth0, { NODE_ENV: environment, LOG_LEVEL: 'trace' });
  });
  afterAll(() => gateway.close());

  it.each(variables)('G07: a variable that does not fit is not echoed: %s', async (...args) => {
    const { status, errors } = await refused(...args);
    expect([200, 400]).toContain(status);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it.each(documents)('G07: a literal that does not fit is not echoed: %s', async (...args) => {
    const { status, errors } = await refused(...args);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each(syntax)('G07: text that is no document is not echoed: %s', async (...args) => {
    const { status, errors } = await refused(...args);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_PARSE_FAILED');
    expect(errors?.[0]?.message).toMatch(/^Syntax Error: [^:]+[.?]$|found/);
  });

  /** Sends a query that must be refused, and expects that the answer and the log do not contain the secret. */
  async function refused(_name: string, query: string, sent: Record<string, unknown> = {}) {
    const answer = await gateway.request(query, { variables: sent });
    expect(answer.errors?.length).toBeGreaterThan(0);
    for (const text of [answer.text, JSON.stringify([...answer.headers]), gateway.logText()]) {
      expect(text).not.toMatch(/hunt|718281/);
    }
    expect(answer.text).not.toContain('stack');
    return answer;
  }

  it('G07: an unknown operationName is not echoed', async () => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', operationName: secret }),
    });
    expect(response.status).toBe(400);
    expect((await response.text()) + gateway.logText()).not.toContain(secret);
  });

  it('G06: no token of a URL is echoed or logged', async () => {
    const response = await fetch(`${gateway.url}?access_token=${secret}&query={`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(400);
    expect((await response.text()) + gateway.logText()).not.toContain(secret);
  });

  it('G01: the schema can be read in development alone', async () => {
    const { status } = await gateway.request('{ __schema { queryType { name } } }');
    expect(status).toBe(environment === 'development' ? 200 : 400);
  });

  it('G02: names are suggested in development alone', async () => {
    const { text } = await gateway.request('{ mee { id } }');
    expect(text.includes('Did you mean')).toBe(environment === 'development');
  });
});
