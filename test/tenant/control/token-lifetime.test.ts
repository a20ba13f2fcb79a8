import { beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { api, gatehouse, password, type TestTenant } from '../support.ts';
import { switchableTenant, type Control } from './support.ts';

let tenant: TestTenant;
let control: Control;
beforeAll(async () => {
  ({ tenant, control } = await switchableTenant());
});

/** Lifetime of a new access token: as the answer says, and by its claims. */
async function newLifetime(): Promise<unknown> {
  const login = {
    ...gatehouse,
    ...{ grant_type: 'password', username: 'user@example.com', password, audience: api },
  };
  const body = new URLSearchParams(login);
  const response = await fetch(`${tenant.url}/oauth/token`, { method: 'POST', body });
  const answer = (await response.json()) as { access_token: string; expires_in: number };
  const { iat = 0, exp = 0 } = decodeJwt(answer.access_token);
  return [answer.expires_in, exp - iat];
}

it('access tokens live as long as the switch says, until it is put back', async () => {
  const before = await newLifetime();
  const { status, token_lifetime } = await control('PUT', '/token-lifetime', { seconds: 1 });
  expect([status, token_lifetime]).toEqual([200, { seconds: 1 }]);
  expect(await newLifetime()).toEqual([1, 1]);
  expect(await (await fetch(tenant.url)).text()).toContain('access tokens live 1 s');
  await control('DELETE', '/token-lifetime');
  expect(await newLifetime()).toEqual(before);
});

it.each([0, 1.5, '1', 2_592_001])('refuses a lifetime of %s', async (seconds) => {
  const { status, error_description } = await control('PUT', '/token-lifetime', { seconds });
  expect([status, error_description]).toEqual([
    400,
    'seconds: has to be a whole number of seconds, 1 to 2592000',
  ]);
});
