import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';

let local: Local;
beforeEach(async () => {
  local = await startLocal();
});
afterEach(() => local.close());

async function login(): Promise<string> {
  const input = { username: 'user@example.com', password: seededPassword };
  const { result } = await mutate(local.gateway, 'login', input);
  expect(result).toMatchObject({ __typename: 'Session' });
  return String(result['accessToken']);
}
async function rotate(): Promise<void> {
  const { status } = await fetch(`${local.tenant.url}/control/keys/rotate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(status).toBe(200);
}
const me = async (token: string) =>
  (await local.gateway.request('{ me { id } }', { token })).data?.['me'];

describe('K05: keys that Auth0 has just begun to use', () => {
  it('are known at once to the gateway that is handed a token of theirs, cool-down or not', async () => {
    const old = await login();
    await rotate();
    // The second rotation leaves a current key that the gateway has never seen.
    await rotate();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const token = await login();
    expect(await me(token)).toEqual({ id: expect.any(String) });
    expect(await me(old)).toEqual({ id: expect.any(String) });
  });
});
