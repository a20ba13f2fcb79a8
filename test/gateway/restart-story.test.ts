import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../support/browser-tab.ts';
import { startLocal, seededPassword, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const newcomer = { username: 'newcomer@example.com', password: 'Quiet-Lantern-5-Meadow' };

let local: Local;
let tab: BrowserTab;
let tokens: { accessToken: string; refreshToken: string };
const ask = async (mutation: string, input: object) =>
  (await mutate(local.gateway, mutation, input)).result;

beforeAll(async () => {
  const state = temporaryFolder();
  const env = { STATE_DIR: temporaryFolder() };
  local = await startLocal({ state, env });
  // The key that the tenant would have by itself signs no more.
  await fetch(`${local.tenant.url}/control/keys/rotate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const tenantPort = Number(new URL(local.tenant.url).port);
  const { username: email, password } = newcomer;
  expect(await ask('signup', { email, password })).toMatchObject({ __typename: 'SignedUp' });
  tokens = (await ask('login', {
    username: 'user@example.com',
    password: seededPassword,
  })) as unknown as typeof tokens;
  tab = new BrowserTab(local.gateway);
  await tab.signIn();
  await local.close();
  local = await startLocal({ state, env, tenantPort });
  tab.gateway = local.gateway;
});
afterAll(() => local.close());

describe('a restart of gateway and local tenant', () => {
  it('S09: leaves the browser signed in that was, by its cookie and by its bearer', async () => {
    expect(await tab.look()).toMatch(/^auth0\|/);
    const me = await local.gateway.request('{ me { email } }', { token: tokens.accessToken });
    expect(me.data).toEqual({ me: { email: 'user@example.com' } });
  });

  it('lets the person sign in who has signed up before', async () => {
    expect(await ask('login', newcomer)).toMatchObject({
      __typename: 'Session',
      user: { email: newcomer.username },
    });
  });

  it('S09: refreshes the tokens from before', async () => {
    const { refreshToken } = tokens;
    expect(await ask('refresh', { refreshToken })).toMatchObject({ __typename: 'Session' });
  });
});
