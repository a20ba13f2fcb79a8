import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
});
afterAll(() => auth0.close());

const login =
  'mutation { login(input: { username: "user@example.com", password: "p" }) { __typename ... on Session { accessToken } } }';
const refresh = 'mutation { refresh(input: { refreshToken: "r" }) { __typename } }';

/** Makes Auth0 issue a token with this number of permissions. */
async function grant(permissions: number): Promise<void> {
  const names = Array.from({ length: permissions }, (_, n) => `read:resource-number-${n}`);
  const token = await auth0.accessToken({ permissions: names });
  auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token: token }) });
}

describe('a token that fits into no request', () => {
  it('is warned of when login or refresh issues it, with its size, once a minute', async () => {
    let now = Date.now();
    const gateway = await gatewayBefore(auth0, {}, { now: () => new Date(now) });
    await grant(500);
    const { data } = await gateway.request<{ login: { accessToken: string } }>(login);
    await gateway.request(refresh);
    now += 61_000;
    await gateway.request(refresh);
    const size = data?.login.accessToken.length;
    const warnings = gateway.log().filter(({ msg }) => String(msg).includes('is issued:'));
    expect(warnings).toMatchObject([
      { level: 40, size, maxHeaderSize: 16_384 },
      { level: 40, size },
    ]);
    expect(warnings[0]?.['msg']).toBe(
      `an access token of ${size} bytes is issued: the gateway answers 431 to more than 16384 bytes of headers, and proxies mostly refuse a header of more than 8000; give the user fewer permissions, or put fewer claims into the token`,
    );

    const refused = await gateway.request('{ me { id } }', { token: data?.login.accessToken });
    expect(refused.status).toBe(431);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    await gateway.close();
  });

  it('is no token with a hundred permissions', async () => {
    const gateway = await gatewayBefore(auth0);
    await grant(100);
    const { data } = await gateway.request<{ login: { accessToken: string } }>(login);
    const { status } = await gateway.request('{ me { id } }', { token: data?.login.accessToken });
    expect(status).toBe(200);
    expect(gateway.logText()).not.toContain('is issued:');
    await gateway.close();
  });
});
