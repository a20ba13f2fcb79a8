import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import type { Local } from '../support/local.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { present } from '../support/present.ts';
import {
  complaints,
  withAction,
  withAnswer,
  withApi,
  withClient,
  withConnection,
  withConnectionOptions,
  withEnv,
  withEnvFor,
  withForeignAccount,
  withKeys,
  withRefreshTokens,
  withSettings,
  withTokenAnswer,
  type Start,
} from './changed-tenant.ts';
import { editor, eventually, moveClock, outcomeOf, withTokenFault } from './use.ts';
import {
  capabilities,
  login,
  reauthenticate,
  refresh,
  requestPasswordReset,
  signup,
} from './documents.ts';

/** A switch with a wrong setting, and a document whose request makes the gateway log it. */
export interface WrongSetting {
  start: Start;
  document: string;
}

/** A switch set wrong at the local tenant although requests succeed, and what users do until the gateway notices. */
export interface NoticedSetting {
  start: Start<Local>;
  /** Headers of all requests. Default: none of their own. */
  headers?: Record<string, string>;
  use: (local: Local) => Promise<void>;
  /** Lines about no setting that come before; default: none. */
  before?: string[];
}

const atLogin = (start: Start): WrongSetting => ({ start, document: login() });
const atSignUp = (start: Start): WrongSetting => ({ start, document: signup() });
const atRefresh = (start: Start): WrongSetting => ({ start, document: refresh('any') });

const atReset = (start: Start): WrongSetting => ({ start, document: requestPasswordReset() });
const atCapabilities = (start: Start): WrongSetting => ({ start, document: capabilities });

const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };
/** The end user's address, as a proxy tells it. */
const fromElsewhere = { 'x-forwarded-for': '203.0.113.7' };

const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';
const defaultDirectory = { AUTH0_CONNECTION: '' };

/** Rows of docs/connect-auth0.md whose wrong setting the local tenant supports. */
export const wrongAtLocalTenant: Record<string, WrongSetting> = {
  'Client id and secret': atLogin(withEnv({ AUTH0_CLIENT_SECRET: 'another' })),
  'Secret sent in the body': atLogin(
    withClient({ token_endpoint_auth_method: 'client_secret_basic' }),
  ),
  'First-party application': atLogin(withClient({ is_first_party: false })),
  'Grant: Password': atLogin(withClient({ grant_types: [passwordRealm] }, defaultDirectory)),
  'Grant: Password realm': atLogin(withClient({ grant_types: ['password', 'refresh_token'] })),
  'Grant: Refresh Token': atRefresh(withClient({ grant_types: ['password', passwordRealm] })),
  'ID token algorithm': atLogin(
    withKeys(withClient({ jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 36_000 } })),
  ),
  'Keys from a file': atLogin(async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const { publicKey } = await generateKeyPair('RS256');
    writeFileSync(file, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
    return withEnv({ JWKS_FILE: file, JWKS_FILE_ONLY: 'true' })();
  }),
  Organizations: atLogin(withClient({ organization_usage: 'require' })),
  'Allowed clients': atLogin(withKeys(withEnv({ AUTH0_ALLOWED_CLIENTS: 'somebody-else' }))),
  Audience: atLogin(withEnv({ AUTH0_AUDIENCE: 'https://api.gatehouse.example/' })),
  'Audience of an API of yours': atLogin(
    withEnvFor((url) => ({ AUTH0_AUDIENCE: `${url}/userinfo` })),
  ),
  'Signing algorithm': atLogin(withApi({ signing_alg: 'HS256' })),
  'Access policy for users': atLogin(
    withApi({ subject_type_authorization: { user: { policy: 'deny_all' } } }),
  ),
  'Offline access': atLogin(withKeys(withApi({ allow_offline_access: false }))),
  'Enable RBAC': atLogin(withKeys(withApi({ enforce_policies: false }))),
  'Permissions in the token': atLogin(withKeys(withApi({ token_dialect: 'access_token' }))),
  'Scopes that the API knows': atLogin(
    withKeys(withEnv({ AUTH0_SCOPES: 'openid profile email offline_access read:nothing' })),
  ),
  'Connection name': atLogin(withEnv({ AUTH0_CONNECTION: 'Nowhere' })),
  'Connection used by the application': atLogin(withConnection({ enabled_clients: [] })),
  'Sign-ups': atSignUp(withConnectionOptions({ disable_signup: true })),
  'Connection of a sign-up': atSignUp(withEnv(defaultDirectory)),
  'Connection of a reset': atReset(withEnv(defaultDirectory)),
  'Password reset': atReset(withConnectionOptions({ disable_self_service_change_password: true })),
  'Management application': {
    start: withEnv({ AUTH0_MANAGEMENT_CLIENT_SECRET: 'another' }),
    document: '{ capabilities { secondFactors } }',
  },
  'Its permissions': atCapabilities(
    withSettings(({ client_grants }) => {
      present(client_grants[0]).scope = ['read:connections'];
    }),
  ),
  'Verified addresses': atLogin(
    withKeys(
      withEnv({
        REQUIRE_VERIFIED_EMAIL: 'true',
        AUTH0_SCOPES: 'offline_access',
        EMAIL_CLAIM: 'https://gatehouse.example/another',
        AUTH0_MANAGEMENT_CLIENT_ID: '',
        AUTH0_MANAGEMENT_CLIENT_SECRET: '',
      }),
    ),
  ),
  'Accounts of other connections': { start: withForeignAccount(), document: reauthenticate },
  'Default directory': atLogin(
    withSettings(({ tenant }) => delete tenant.default_directory, defaultDirectory),
  ),
  'Default directory used by the application': atLogin(
    withSettings(({ connections }) => {
      present(connections[0]).enabled_clients = [];
    }, defaultDirectory),
  ),
  'Bot detection': atLogin(
    withSettings(({ attack_protection: { bot_detection } }) => {
      bot_detection.challenge_password_policy = 'always';
    }),
  ),
  'No redirects in Actions': atLogin(
    withAction("api.redirect.sendUserTo('https://elsewhere.example');"),
  ),
};

const hasComplaint = ({ gateway }: Local, line: string) => complaints(gateway).includes(line);

/** Rows with a line about requests that succeed. */
export const noticedAtLocalTenant: Record<string, NoticedSetting> = {
  'Connection of an invitation': {
    start: withEnv(defaultDirectory),
    use: async ({ gateway }) => {
      const { data } = await gateway.request<Record<string, { accessToken: string }>>(
        login('admin@example.com'),
      );
      const invite = 'mutation { inviteUser(input: { email: "new@example.com" }) { __typename } }';
      await gateway.request(invite, { token: data?.['login']?.accessToken });
    },
  },
  'Application type': {
    start: withClient({ app_type: 'native' }, behindProxy),
    headers: fromElsewhere,
    use: logInAndLookAtTheLog,
  },
  'Trust Token Endpoint IP Header': {
    start: withClient({ is_token_endpoint_ip_header_trusted: false }, behindProxy),
    headers: fromElsewhere,
    use: logInAndLookAtTheLog,
  },
  'OIDC Conformant': { start: withClient({ oidc_conformant: false }), use: refreshTwice },
  'Refresh Token Rotation': {
    start: withRefreshTokens({ rotation_type: 'non-rotating' }),
    use: refreshTwice,
  },
  'Rotation overlap': {
    start: withRefreshTokens({ leeway: 0 }),
    use: async (local) => {
      await eventually(() => hasComplaint(local, tenantSettings.overlap));
      const { refreshToken } = await outcomeOf(local, login());
      const cut = await withTokenFault(local, 'cut', () => outcomeOf(local, refresh(refreshToken)));
      const late = await outcomeOf(local, refresh(refreshToken));
      expect([cut, late].map(({ __typename }) => __typename)).toEqual([
        'ServiceUnavailable',
        'InvalidRefreshToken',
      ]);
    },
    before: [tenantSettings.overlap, 'Auth0 cannot be reached, or its answer cannot be read'],
  },
  'Rotation overlap, at the start': {
    start: withRefreshTokens({ leeway: 0 }),
    use: (local) => eventually(() => hasComplaint(local, tenantSettings.overlap)),
  },
  'Refresh Token Expiration': {
    start: withRefreshTokens({ idle_token_lifetime: 3600 }),
    use: (local) => eventually(() => hasComplaint(local, tenantSettings.sessionLifetimes)),
  },
  'Taken addresses': {
    start: withSettings(({ tenant }) => {
      tenant.flags.enable_public_signup_user_exists_error = true;
    }),
    use: async (local) => {
      for (let times = 0; times < 2; times += 1) {
        const taken = await outcomeOf(local, signup('user@example.com'));
        expect(taken.__typename).toBe('UserExists');
      }
    },
  },
  'Suspicious IP throttling': {
    start: withSettings(({ attack_protection: { suspicious_ip_throttling } }) => {
      suspicious_ip_throttling.stage['pre-user-registration'].max_attempts = 1;
    }, behindProxy),
    headers: fromElsewhere,
    use: async (local) => {
      const types: string[] = [];
      for (const name of ['one', 'two', 'three']) {
        const { __typename } = await outcomeOf(local, signup(`${name}@example.com`), fromElsewhere);
        types.push(__typename);
      }
      expect(types).toEqual(['SignedUp', 'TooManyAttempts', 'TooManyAttempts']);
    },
  },
  'Action runs': {
    start: withSettings(({ actions }) => (actions['post-login'] = [])),
    use: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: [], email: 'editor@example.com' });
    },
    before: [tenantSettings.passwordClaim],
  },
  "Action's claim names": {
    start: withAction("api.accessToken.setCustomClaim('roles', event.authorization.roles);"),
    use: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: [] });
    },
    before: [tenantSettings.passwordClaim],
  },
  'Action as it is now': {
    start: withAction(
      "api.accessToken.setCustomClaim('https://gatehouse.example/roles', event.authorization.roles);",
    ),
    use: async (local) => {
      expect(await editor(local)).toMatchObject({ roles: ['editor'] });
    },
  },
};

async function refreshTwice(local: Local): Promise<void> {
  const { refreshToken } = await outcomeOf(local, login());
  for (let times = 0; times < 2; times += 1) {
    const renewed = await outcomeOf(local, refresh(refreshToken));
    expect(renewed).toMatchObject({ __typename: 'Session', refreshToken });
  }
}

async function logInAndLookAtTheLog(local: Local): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const session = await outcomeOf(local, login(), fromElsewhere);
    expect(session.__typename).toBe('Session');
  }
  await moveClock(local, 11);
  await eventually(() => complaints(local.gateway).length > 0);
}

/**
 * Rows whose wrong setting the local tenant does not support. A scripted Auth0 gives the answer that Auth0's documentation
 * describes.
 */
export const wrongAtScriptedAuth0: Record<string, WrongSetting> = {
  Domain: atLogin(withTokenAnswer(() => ({ status: 404, text: 'Not Found' }))),
  'One domain': atLogin(
    withTokenAnswer(async (auth0) => {
      const accessToken = await auth0.accessToken({ iss: 'https://login.example.com/' });
      return { json: await auth0.tokens({ access_token: accessToken }) };
    }),
  ),
  'Callback URL': atLogin(withTokenAnswer(() => refused('invalid_request'))),
  'No sender constraint': atLogin(withTokenAnswer(() => refused('invalid_dpop_proof'))),
  'Grant: MFA': atLogin(
    withTokenAnswer(() => ({
      status: 403,
      json: {
        error: 'unauthorized_client',
        error_description:
          "Grant type 'http://auth0.com/oauth/grant-type/mfa-otp' not allowed for the client.",
      },
    })),
  ),
  'Bot detection at a reset': atReset(
    withAnswer('/dbconnections/change_password', () => ({
      status: 401,
      json: { error: 'requires_verification' },
    })),
  ),
  'No management application': {
    start: withTokenAnswer(() => refused('nothing')),
    document: requestPasswordReset('somebody'),
  },
  'Factors that need a browser': atLogin(
    withTokenAnswer((auth0) => {
      const key = {
        id: 'webauthn-roaming|dev_1',
        authenticator_type: 'webauthn-roaming',
        active: true,
      };
      auth0.answer('/mfa/authenticators', { json: [key] });
      return { status: 403, json: { error: 'mfa_required', mfa_token: 'Fe26.2*mfa' } };
    }),
  ),
  'User consent': atLogin(withTokenAnswer(() => refused('consent_required'))),
  Scopes: atLogin(withTokenAnswer(() => refused('invalid_scope'))),
  'Token encryption': atLogin(
    withTokenAnswer(async (auth0) => ({
      json: await auth0.tokens({ access_token: await encrypted(await auth0.accessToken()) }),
    })),
  ),
  'Other rules of tokens': atLogin(
    withTokenAnswer(async (auth0) => ({
      json: await auth0.tokens({ access_token: await auth0.accessToken({ sub: undefined }) }),
    })),
  ),
};

/** Log lines of the page that no switch causes. */
export const otherTrouble: Record<string, WrongSetting> = {
  'Auth0 cannot be reached, or its answer cannot be read': atLogin(
    withEnv({ AUTH0_DOMAIN: 'http://127.0.0.1:1' }),
  ),
  'HTTPS_PROXY: no call to Auth0 gets through': atLogin(
    withEnv({ AUTH0_DOMAIN: 'team.example', HTTPS_PROXY: 'http://127.0.0.1:1' }),
  ),
  'Auth0 answers with an error': atLogin(
    withTokenAnswer(() => ({ status: 503, text: 'Unavailable' })),
  ),
  "the issuer's key set cannot be fetched": atLogin(withoutKeys()),
  "tokens are issued unverified: the issuer's keys are not available": atLogin(withoutKeys()),
  'An answer of Auth0 lacks a member, or has it with another type than documented: the gateway uses the rest of the answer':
    atLogin(withTokenAnswer(async (auth0) => ({ json: await auth0.tokens({ scope: 7 }) }))),
  'Auth0 gave an answer that the error catalogue does not know': atLogin(
    withTokenAnswer(() => refused('something_new')),
  ),
};

function withoutKeys(): Start {
  return withTokenAnswer(async (auth0) => {
    auth0.answer('/.well-known/jwks.json', { status: 500, text: '' });
    return { json: await auth0.tokens() };
  });
}

function refused(error: string) {
  return { status: 400, json: { error, error_description: 'Something is missing' } };
}

/** Encrypts a token into a nested JWT, as Auth0 does for an API with token encryption. */
async function encrypted(token: string): Promise<string> {
  const { publicKey } = await generateKeyPair('RSA-OAEP-256');
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(publicKey);
}
