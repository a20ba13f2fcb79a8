import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { AccessDocument, type AccessQuery } from '../../src/operations/__generated__/operations.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';

describe('access', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal({ env: { NODE_ENV: 'development' } });
  });
  afterAll(() => local.close());

  async function accessOf(username: string) {
    const { data } = await local.gateway.request<{ login: { accessToken: string } }>(
      `mutation { login(input: { username: "${username}", password: "${seededPassword}" }) {
        ... on Session { accessToken } } }`,
    );
    const token = present(data).login.accessToken;
    const answer = await local.gateway.request<AccessQuery>(AccessDocument, { token });
    expect(answer.errors).toBeUndefined();
    return present(present(answer.data).access);
  }

  it('lists every field of Query and Mutation that introspection shows', async () => {
    const { data } = await local.gateway.request<{
      __schema: { types: { name: string; fields: { name: string }[] | null }[] };
    }>(getIntrospectionQuery());
    const types = present(data).__schema.types.filter(({ name }) =>
      /^(Query|Mutation)$/.test(name),
    );
    const names = types.flatMap(({ fields }) => (fields ?? []).map(({ name }) => name)).sort();
    const access = await accessOf('user@example.com');
    expect(access.map(({ name }) => name).sort()).toEqual(names);
    expect(names).toContain('login');
  });

  it('says of each field who may ask for it', async () => {
    const access = await accessOf('user@example.com');
    const { description, ...me } = present(access.find(({ name }) => name === 'me'));
    expect(description).toMatch(/^The signed-in user/);
    expect(me).toEqual({
      ...{ name: 'me', kind: 'QUERY', allowed: true, reason: null },
      rule: 'Open to every signed-in user.',
      ...{ missingPermissions: [], missingScopes: [], missingRoles: [] },
    });
  });

  it('is refused without a valid bearer', async () => {
    const { data, errors } = await local.gateway.request<AccessQuery>(AccessDocument);
    expect(data).toEqual({ access: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'TOKEN_MISSING',
    });
  });
});
