// Run as a program of its own by sdk.test.ts: the certificate authority of a process is set when it starts.
import { AuthApiError, AuthenticationClient, ManagementClient } from 'auth0/legacy';

const [domain = ''] = process.argv.slice(2);
const connection = 'Username-Password-Authentication';
const credentials = { username: 'sdk@example.com', password: 'Correct-Horse-7-Battery' };

const auth0 = new AuthenticationClient({
  domain,
  clientId: 'gatehouse-local',
  clientSecret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
});
const management = new ManagementClient({
  domain,
  clientId: 'gatehouse-local-management',
  clientSecret: 'local-management-secret-NOT-FOR-PRODUCTION',
});

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AuthApiError)) throw error;
    const { statusCode, error: code, error_description } = error;
    return { statusCode, error: code, error_description };
  }
}

const signUp = { email: credentials.username, password: credentials.password, connection };
const signedUp = await auth0.database.signUp(signUp);
const signedUpTwice = await errorOf(auth0.database.signUp(signUp));
const login = await auth0.oauth.passwordGrant(
  {
    ...credentials,
    realm: connection,
    audience: 'https://api.gatehouse.example',
    scope: 'openid profile email offline_access',
  },
  { initOverrides: { headers: { 'auth0-forwarded-for': '203.0.113.5' } } },
);
const wrongPassword = await errorOf(
  auth0.oauth.passwordGrant({ ...credentials, password: 'wrong', realm: connection }),
);
const refreshed = await auth0.oauth.refreshTokenGrant({
  refresh_token: login.data.refresh_token ?? '',
});
const refresh_token = refreshed.data.refresh_token ?? '';
const revoked = await auth0.oauth.revokeRefreshToken({ token: refresh_token });
const afterRevocation = await errorOf(auth0.oauth.refreshTokenGrant({ refresh_token }));
const logs = await management.logs.getAll({ per_page: 100 });

console.log(
  JSON.stringify({
    signedUp: signedUp.data,
    signedUpTwice,
    login: Object.keys(login.data),
    wrongPassword,
    refreshed: Object.keys(refreshed.data),
    revoked: revoked.status,
    afterRevocation,
    logs: logs.data.map(({ type, ip }) => [type, ip]),
  }),
);
