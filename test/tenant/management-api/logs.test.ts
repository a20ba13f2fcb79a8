import { beforeAll, describe, expect, it } from '@jest/globals';
import { api, testTenant } from '../support.ts';
import type { Answer, TestTenant } from '../support.ts';

type LogRecords = Record<string, unknown>[];

let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  tenant = await testTenant(({ settings }) => {
    settings.clients.push({
      ...structuredClone(settings.clients[1] ?? never()),
      client_id: 'scopeless',
      client_secret: 'scopeless-secret',
    });
    settings.client_grants.push(
      { client_id: 'scopeless', audience: '/api/v2/', scope: [], subject_type: 'client' },
      { client_id: 'scopeless', audience: api, scope: [], subject_type: 'client' },
    );
  });
  for (const username of ['admin@example.com', 'editor@example.com', 'nobody@example.com']) {
    await tenant.login({ username });
  }
  token = await tenant.managementToken();
});

function never(): never {
  throw new Error('no machine client');
}

const read = (path: string, bearer = token): Promise<Answer> =>
  tenant.get(path, { authorization: `Bearer ${bearer}` });

async function types(query: string): Promise<unknown[]> {
  const records = JSON.parse((await read(`/api/v2/logs${query}`)).text) as LogRecords;
  return records.map(({ type }) => type);
}

describe('contract 8: log records', () => {
  it.each([
    [Buffer.from('{"name":"auth0.js"}').toString('base64url'), { name: 'auth0.js' }],
    ['nonsense', undefined],
    [Buffer.from('7').toString('base64url'), undefined],
  ])('L02: reads the Auth0-Client header %s as far as it is one', async (header, auth0_client) => {
    const other = await testTenant();
    await other.login({}, { 'auth0-client': header });
    expect((await other.logs())[0]?.['auth0_client']).toEqual(auth0_client);
  });

  it('L01: holds no password, secret or token', async () => {
    const { text } = await read('/api/v2/logs');
    expect(text).not.toMatch(/Correct-Horse|NOT-FOR-PRODUCTION|eyJ/);
  });
});

describe('contract 8.4: GET /api/v2/logs', () => {
  it('pages with the newest first', async () => {
    expect(await types('')).toEqual(['seccft', 'fepft', 'fu', 'sepft', 'sepft']);
    expect(await types('?page=1&per_page=2')).toEqual(['fu', 'sepft']);
  });

  it('reads on from a record with the oldest first', async () => {
    const [first] = JSON.parse((await read('/api/v2/logs?from=0&take=1')).text) as LogRecords;
    expect(await types(`?from=${String(first?.['log_id'])}&take=2`)).toEqual(['sepft', 'fu']);
  });

  it('tells totals when asked', async () => {
    const { text } = await read('/api/v2/logs?include_totals=true&per_page=1');
    expect(JSON.parse(text)).toMatchObject({ start: 0, limit: 1, length: 1, total: 5 });
  });

  it('gives one record by its id', async () => {
    const [first] = JSON.parse((await read('/api/v2/logs?from=0&take=1')).text) as LogRecords;
    expect(JSON.parse((await read(`/api/v2/logs/${String(first?.['log_id'])}`)).text)).toEqual(
      first,
    );
    expect((await read('/api/v2/logs/900')).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: 'Not Found',
    });
  });

  it('finds records', async () => {
    const q = encodeURIComponent('type:sepft AND client_id:"gatehouse-local" OR type:fu');
    expect(await types(`?q=${q}`)).toEqual(['fu', 'sepft', 'sepft']);
    expect(await types('?q=type:nothing')).toEqual([]);
    expect(await types(`?search=${q}`)).toEqual(['fu', 'sepft', 'sepft']);
  });

  it('sorts records, and shows some of their members', async () => {
    expect(await types('?sort=type:1')).toEqual(['fepft', 'fu', 'seccft', 'sepft', 'sepft']);
    expect(await types('?sort=log_id:1&per_page=1')).toEqual(['sepft']);
    const { text } = await read('/api/v2/logs?fields=type,user_name&per_page=2&page=1');
    const _id: unknown = expect.stringMatching(/^900/);
    expect(JSON.parse(text)).toEqual([
      { type: 'fu', user_name: 'nobody@example.com', _id },
      { type: 'sepft', user_name: 'editor@example.com', _id },
    ]);
    const without = await read('/api/v2/logs?fields=type&include_fields=false&from=0&take=1');
    expect(Object.keys((JSON.parse(without.text) as LogRecords)[0] ?? {})).not.toContain('type');
  });

  it.each(['q=scope:7', 'sort=date', 'sort=scope:1'])(
    'refuses a query it does not know: %s',
    async (query) => {
      expect((await read(`/api/v2/logs?${query}`)).body).toMatchObject({
        statusCode: 400,
        error: 'Bad Request',
        errorCode: 'invalid_query_string',
      });
    },
  );
});

describe('contract 13.1: who may read logs', () => {
  const machine = async (audience: string): Promise<string> => {
    const { body } = await tenant.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'scopeless',
      client_secret: 'scopeless-secret',
      audience,
    });
    return body['access_token'] ?? '';
  };
  const unauthorized = (message: string) => ({ statusCode: 401, error: 'Unauthorized', message });

  it('nobody without a token', async () => {
    const { status, body } = await tenant.get('/api/v2/logs');
    expect([status, body]).toEqual([401, unauthorized('Missing authentication')]);
  });

  it('nobody with something that is no token', async () => {
    expect((await read('/api/v2/logs', 'nonsense')).body).toEqual(unauthorized('Invalid token'));
  });

  it('nobody with a changed token', async () => {
    const changed = `${token.slice(0, -8)}AAAAAAAA`;
    expect((await read('/api/v2/logs', changed)).body).toEqual(
      unauthorized('Invalid signature received for JSON Web Token validation'),
    );
  });

  it('nobody with a token for another API', async () => {
    expect((await read('/api/v2/logs', await machine(api))).body).toEqual(
      unauthorized(`Bad audience: ${api}`),
    );
  });

  it('nobody without read:logs', async () => {
    const { status, body } = await read('/api/v2/logs', await machine(`${tenant.issuer}api/v2/`));
    expect(status).toBe(403);
    expect(body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'Insufficient scope, expected any of: read:logs',
      errorCode: 'insufficient_scope',
    });
  });

  it('nobody with an expired token', async () => {
    const other = await testTenant();
    const authorization = `Bearer ${await other.managementToken()}`;
    other.advance(86_400_000);
    expect((await other.get('/api/v2/logs', { authorization })).body).toEqual(
      unauthorized('Expired token received for JSON Web Token validation'),
    );
  });
});
