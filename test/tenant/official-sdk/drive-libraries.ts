// Run as a program of its own by sdk.test.ts: the certificate authority of a process is set when it starts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthClient, TokenByPasswordError } from '@auth0/auth0-auth-js';
import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { decodeProtectedHeader } from 'jose';
import jwksClient from 'jwks-rsa';
import * as openid from 'openid-client';

const [domain = ''] = process.argv.slice(2);
const audience = 'https://api.gatehouse.example';
const connection = 'Username-Password-Authentication';
const password = 'Correct-Horse-7-Battery';
const clientId = 'gatehouse-local';
const clientSecret = 'local-tenant-secret-NOT-FOR-PRODUCTION';
const scope = 'openid profile email offline_access';

async function authJs() {
  const client = new AuthClient({ domain, clientId, clientSecret });
  const email = 'libraries@example.com';
  const signedUp = await client.database.signUp({ email, password, connection });
  const reset = await client.database.changePassword({ email, connection });
  const login = await client.getTokenByPassword({
    ...{ username: email, password, realm: connection, audience, scope },
  });
  const user = await client.getUserInfo({ accessToken: login.accessToken });
  const refreshed = await client.getTokenByRefreshToken({ refreshToken: login.refreshToken ?? '' });
  await client.revokeToken({ token: refreshed.refreshToken ?? '' });
  const wrong = await client
    .getTokenByPassword({ username: email, password: 'wrong' })
    .catch((error: unknown) => error);
  const { accessToken: mfaToken } = await client.getTokenByPassword({
    ...{ username: email, password, audience: `https://${domain}/mfa/` },
    scope: 'openid enroll read:authenticators remove:authenticators',
  });
  const app = await client.mfa.enrollAuthenticator({ authenticatorTypes: ['otp'], mfaToken });
  const [authenticator] = await client.mfa.listAuthenticators({ mfaToken });
  const authenticatorId = authenticator?.id ?? '';
  await client.mfa.deleteAuthenticator({ authenticatorId, mfaToken });
  return {
    signedUp: signedUp.email,
    reset,
    user: [user.email, user.sub === login.claims?.sub],
    wrong: wrong instanceof TokenByPasswordError && wrong.cause?.error,
    app: app.authenticatorType,
    authenticator: authenticator?.authenticatorType,
    left: (await client.mfa.listAuthenticators({ mfaToken })).length,
  };
}

async function openidClient() {
  const server = new URL(`https://${domain}`);
  const config = await openid.discovery(server, clientId, clientSecret);
  const login = await openid.genericGrantRequest(config, 'password', {
    ...{ username: 'user@example.com', password, scope },
  });
  const user = await openid.fetchUserInfo(config, login.access_token, login.claims()?.sub ?? '');
  const refreshed = await openid.refreshTokenGrant(config, login.refresh_token ?? '');
  await openid.tokenRevocation(config, refreshed.refresh_token ?? '');
  return { user: user.email, type: refreshed.token_type };
}

/** Serves an API that express-oauth2-jwt-bearer guards, and calls it with a token of the user. */
async function jwtBearer(accessToken: string) {
  const app = express();
  app.use(auth({ issuerBaseURL: `https://${domain}/`, audience }));
  app.get('/users', requiredScopes('read:users'), (request, response) => {
    response.json({ sub: request.auth?.payload.sub });
  });
  app.get('/flights', requiredScopes('read:flights'), (_request, response) => {
    response.json({});
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const get = async (path: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    return response.status;
  };
  const statuses = [
    await get('/users', accessToken),
    await get('/flights', accessToken),
    await get('/users', `${accessToken}x`),
  ];
  server.close();
  return statuses;
}

const auth0 = new AuthClient({ domain, clientId, clientSecret });
const { accessToken } = await auth0.getTokenByPassword({
  ...{ username: 'admin@example.com', password, audience },
});
const { kid } = decodeProtectedHeader(accessToken);
const keys = jwksClient({ jwksUri: `https://${domain}/.well-known/jwks.json` });

console.log(
  JSON.stringify({
    authJs: await authJs(),
    openidClient: await openidClient(),
    jwtBearer: await jwtBearer(accessToken),
    jwksRsa: (await keys.getSigningKey(kid)).kid === kid,
  }),
);
process.exit();
