import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { startTenant } from '../../../src/tenant/tenant.ts';
import { changedSettings } from '../support.ts';
import { builtProgram } from '../../support/built-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const programs = builtProgram('test/tenant/official-sdk');
const settings = changedSettings(({ settings: { client_grants } }) => {
  client_grants[0]?.scope.push(
    ...['create:users', 'create:roles', 'read:roles', 'update:roles', 'delete:roles'],
    ...['read:sessions', 'read:refresh_tokens', 'delete:refresh_tokens'],
  );
});
const members = ['access_token', 'refresh_token', 'id_token', 'scope', 'expires_in', 'token_type'];

/** Starts a tenant that serves https, runs a program of this folder against it, and returns the JSON that the program prints. */
async function outputOf(program: string): Promise<unknown> {
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }]);
  const ca = join(temporaryFolder(), 'ca.pem');
  writeFileSync(ca, certificate.cert);
  const tenant = await startTenant({
    settings,
    port: 0,
    tls: { key: certificate.private, cert: certificate.cert },
  });
  try {
    const file = join(programs, program);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [file, new URL(tenant.url).host],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: ca } },
    );
    return JSON.parse(stdout);
  } finally {
    await tenant.close();
  }
}

it('Auth0’s own package, unmodified, signs up, logs in, refreshes, revokes and reads logs over TLS', async () => {
  expect(await outputOf('drive.js')).toEqual({
    signedUp: {
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      email_verified: false,
      email: 'sdk@example.com',
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
    },
    signedUpTwice: {
      statusCode: 400,
      error: 'invalid_signup',
      error_description: 'Invalid sign up',
    },
    login: members,
    wrongPassword: {
      statusCode: 403,
      error: 'invalid_grant',
      error_description: 'Wrong email or password.',
    },
    refreshed: members,
    revoked: 200,
    afterRevocation: {
      statusCode: 403,
      error: 'invalid_grant',
      error_description: 'Unknown or invalid refresh token.',
    },
    logs: [
      ['seccft', '127.0.0.1'],
      ['fertft', '127.0.0.1'],
      ['srrt', '127.0.0.1'],
      ['sertft', '127.0.0.1'],
      ['fepft', '127.0.0.1'],
      ['fp', '127.0.0.1'],
      ['sepft', '203.0.113.5'],
      ['fs', '127.0.0.1'],
      ['ss', '127.0.0.1'],
    ],
  });
});

it('Auth0’s own package, unmodified, manages users and roles, imports and exports users, reads connections and factors, and has a mail sent over TLS', async () => {
  expect(await outputOf('drive-management.js')).toEqual({
    user: 'user@example.com',
    updated: { theme: 'dark' },
    found: ['user@example.com'],
    byEmail: ['user@example.com'],
    connections: [['Username-Password-Authentication', 'auth0']],
    factors: ['sms', 'otp', 'email', 'recovery-code'],
    job: ['pending', 'completed'],
    imported: [
      'pending',
      { failed: 1, updated: 0, inserted: 1, total: 2 },
      [
        {
          user: { email: 'no' },
          errors: [{ code: 'FORMAT', message: 'is not an e-mail address', path: 'email' }],
        },
      ],
    ],
    exported: true,
    roles: [['Auditor'], []],
    permissions: ['read:orders'],
    members: ['user@example.com'],
    refreshTokens: [[], []],
    userLogs: ['svr'],
    missing: {
      statusCode: 404,
      error: 'Not Found',
      message: 'The user does not exist.',
      errorCode: 'inexistent_user',
    },
    forbidden: {
      statusCode: 403,
      error: 'Forbidden',
      message: 'Insufficient scope, expected any of: delete:users',
      errorCode: 'insufficient_scope',
    },
  });
});

it('auth0-auth-js, openid-client, express-oauth2-jwt-bearer and jwks-rsa, unmodified, take the tenant for Auth0', async () => {
  expect(await outputOf('drive-libraries.js')).toEqual({
    authJs: {
      signedUp: 'libraries@example.com',
      reset: "We've just sent you an email to reset your password.",
      user: ['libraries@example.com', true],
      wrong: 'invalid_grant',
      app: 'otp',
      authenticator: 'otp',
      left: 0,
    },
    openidClient: { user: 'user@example.com', type: 'bearer' },
    jwtBearer: [200, 403, 401],
    jwksRsa: true,
  });
});
