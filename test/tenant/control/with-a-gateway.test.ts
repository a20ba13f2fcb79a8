import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocal, seededPassword, type Local } from '../../support/local.ts';
import { controlOf } from './support.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal({
    settings: ({ resource_servers: [api] }) => {
      if (api) api.token_lifetime = 1_800;
    },
  });
});
afterAll(() => local.close());

describe('the clock of the tenant', () => {
  it('is the gateway’s too: an hour later a token of half an hour has expired at both', async () => {
    const { data } = await local.gateway.request<{ login: { accessToken: string } }>(
      `mutation { login(input: { username: "user@example.com", password: "${seededPassword}" }) {
        ... on Session { accessToken } } }`,
    );
    const token = data?.login.accessToken ?? '';
    const ask = async () => {
      const { errors } = await local.gateway.request('{ me { id } }', { token });
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await fetch(`${local.tenant.issuer}userinfo`, { headers });
      return { reason: errors?.[0]?.extensions['reason'], status };
    };
    expect(await ask()).toEqual({ reason: undefined, status: 200 });

    const control = controlOf(local.tenant);
    await control('POST', '/clock/advance', { seconds: 3_600 });
    expect(await ask()).toEqual({ reason: 'TOKEN_EXPIRED', status: 401 });

    await control('DELETE', '/clock');
    expect(await ask()).toEqual({ reason: undefined, status: 200 });
  });
});
