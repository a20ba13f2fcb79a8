import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const inputs = {
  login: { username: 'user@example.com', password: 'Correct-Horse-7-Battery' },
  signup: { email: 'user@example.com', password: 'Correct-Horse-7-Battery' },
  requestPasswordReset: { username: 'user@example.com' },
};
const mutations = ['login', 'signup', 'requestPasswordReset'] as const;

let auth0: ScriptedAuth0;
let one: TestGateway;
let several: TestGateway;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  one = await gatewayBefore(auth0, { AUTH0_REALMS: 'staff:staff-db' });
  several = await gatewayBefore(auth0, {
    AUTH0_REALMS: 'employees:employees-db,customers:customers-db',
    AUTH0_SCOPES: 'openid profile email offline_access read:orders',
  });
});
afterAll(async () => {
  await one.close();
  await several.close();
  await auth0.close();
});
beforeEach(async () => {
  auth0.requests.length = 0;
  auth0.answer('/oauth/token', { json: await auth0.tokens({ scope: 'openid read:orders' }) });
  auth0.answer('/dbconnections/signup', { json: { _id: '1', email: 'user@example.com' } });
  auth0.answer('/dbconnections/change_password', { text: 'We have just sent you an email.' });
});

/** Returns the connection in the gateway's first request to Auth0. */
function connectionAsked(): unknown {
  const [request] = auth0.requests.filter(({ method }) => method === 'POST');
  if (request?.path === '/oauth/token') return request.form.get('realm');
  return (JSON.parse(request?.body ?? '{}') as { connection?: unknown }).connection;
}

describe.each(mutations)('the realm of %s', (mutation) => {
  it.each([
    ['employees', 'employees-db'],
    ['customers', 'customers-db'],
  ])('%s is the connection %s', async (realm, connection) => {
    const { result } = await mutate(several, mutation, { ...inputs[mutation], realm });
    expect(result).not.toHaveProperty('field');
    expect(connectionAsked()).toBe(connection);
  });

  it.each([
    ['left out', undefined],
    ['null', null],
    ['unknown', 'partners'],
    ['the name of a connection', 'employees-db'],
    ['empty', ''],
    ['in other letters', 'Employees'],
  ])('is InvalidInput when it is %s', async (_what, realm) => {
    const { result } = await mutate(several, mutation, { ...inputs[mutation], realm });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'realm' });
    expect(auth0.requests).toEqual([]);
  });

  it('may be left out where there is one, and has to be that one otherwise', async () => {
    await mutate(one, mutation, inputs[mutation]);
    expect(connectionAsked()).toBe('staff-db');
    const { result } = await mutate(one, mutation, { ...inputs[mutation], realm: 'guests' });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'realm' });
  });
});

describe('LoginInput.scopes', () => {
  const login = (scopes: unknown) =>
    mutate(several, 'login', { ...inputs.login, realm: 'employees', scopes });

  it('narrows what is asked for; what was granted is in the Session', async () => {
    const { result } = await login(['openid', 'read:orders']);
    expect(auth0.seen('/oauth/token')[0]?.form.get('scope')).toBe('openid read:orders');
    expect(result).toMatchObject({ __typename: 'Session', scopes: ['openid', 'read:orders'] });
  });

  it.each([[undefined], [null]])('asks for all of them when it is %j', async (scopes) => {
    await login(scopes);
    expect(auth0.seen('/oauth/token')[0]?.form.get('scope')).toBe(
      'openid profile email offline_access read:orders',
    );
  });

  it.each([[['openid', 'write:orders']], [[]], [['openid read:orders']]])(
    '%j is InvalidInput before Auth0 is asked',
    async (scopes) => {
      const { result } = await login(scopes);
      expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'scopes' });
      expect(auth0.requests).toEqual([]);
    },
  );
});

describe('the username of a sign-up', () => {
  const signup = (username: unknown) =>
    mutate(several, 'signup', { ...inputs.signup, realm: 'employees', username });

  it('goes to Auth0', async () => {
    await signup('uma');
    expect(JSON.parse(auth0.requests[0]?.body ?? '')).toMatchObject({ username: 'uma' });
  });

  it('is InvalidInput where the realm needs one and none is given', async () => {
    auth0.answer('/dbconnections/signup', {
      status: 400,
      json: {
        error: 'missing username for employees-db connection with requires_username enabled',
      },
    });
    const { result } = await signup(null);
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'username' });
  });
});
