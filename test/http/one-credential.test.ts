import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let gateway: TestGateway;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
  auth0.answer('/oauth/revoke', { text: '' });
  gateway = await gatewayBefore(auth0);
});
afterAll(async () => {
  await gateway.close();
  await auth0.close();
});
beforeEach(() => {
  auth0.requests.length = 0;
});

const login = (alias: string, more = '') =>
  `${alias}: login(input: { username: "u@example.com", password: "p" }) ${more} { __typename }`;
const logins = (length: number) => Array.from({ length }, (_, n) => login(`a${n}`)).join(' ');

describe('one operation', () => {
  it.each<[string, string, Record<string, unknown>?]>([
    ['two aliases', `mutation { ${logins(2)} }`],
    ['100 aliases', `mutation { ${logins(100)} }`],
    ['login and logout', `mutation { ${login('a')} logout(input: {}) { __typename } }`],
    ['a fragment', `mutation { ${login('a')} ...F } fragment F on Mutation { ${login('b')} }`],
    ['an inline fragment', `mutation { ... on Mutation { ${login('a')} ... { ${login('b')} } } }`],
    [
      '@include by a variable',
      `mutation($x: Boolean!) { ${login('a')} ${login('b', '@include(if: $x)')} }`,
      { x: true },
    ],
    [
      '@skip by a default',
      `mutation($x: Boolean = false) { ${login('a')} ${login('b', '@skip(if: $x)')} }`,
    ],
    [
      'the third of three',
      `mutation { ${login('a', '@skip(if: true)')} ${login('b')} ${login('c')} }`,
    ],
  ])(
    'G05: with more than one credential by %s never reaches Auth0',
    async (_name, query, variables = {}) => {
      const { status, data, errors } = await gateway.request(query, { variables });
      expect(status).toBe(400);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('One operation may hold one credential mutation'),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
      expect(auth0.requests).toEqual([]);
    },
  );

  it('G05: a thousand aliases are refused for their number alone', async () => {
    const { status, data } = await gateway.request(`mutation { ${logins(1000)} }`);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(auth0.requests).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ['alone', `mutation { ${login('a')} }`],
    ['merged with itself', `mutation { ${login('a')} ${login('a')} }`],
    ['beside one that is skipped', `mutation { ${login('a')} ${login('b', '@skip(if: true)')} }`],
    [
      'beside one that is not included',
      `mutation($x: Boolean!) { ${login('a')} ${login('b', '@include(if: $x)')} }`,
      { x: false },
    ],
  ])('G05: with one credential %s runs it once', async (_name, query, variables = {}) => {
    const { status, data } = await gateway.request(query, { variables });
    expect(status).toBe(200);
    expect(data).toEqual({ a: { __typename: 'Session' } });
    expect(auth0.seen('/oauth/token')).toHaveLength(1);
  });

  it('G05: is the one that is named, whatever the others hold', async () => {
    const query = `mutation One { ${login('a')} } mutation Many { ${logins(3)} }`;
    const post = (operationName: string) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
    const many = await post('Many');
    expect(many.status).toBe(400);
    expect(auth0.requests).toEqual([]);
    const one = await post('One');
    expect(await one.json()).toEqual({ data: { a: { __typename: 'Session' } } });
  });

  it('G05: with variables that do not fit is refused before any of it runs', async () => {
    const query = `mutation($x: Boolean!) { ${login('a')} ${login('b', '@skip(if: $x)')} }`;
    const { status, errors } = await gateway.request(query, { variables: { x: 'yes' } });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(auth0.requests).toEqual([]);
  });

  it('may ask as many queries as it likes', async () => {
    const { data } = await gateway.request('{ a: __typename b: __typename c: __typename }');
    expect(data).toEqual({ a: 'Query', b: 'Query', c: 'Query' });
  });
});
