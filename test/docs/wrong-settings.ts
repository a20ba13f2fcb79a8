import { CompactEncrypt, generateKeyPair } from 'jose';
import { present } from '../support/present.ts';
import {
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
  withSettings,
  withTokenAnswer,
  type Start,
} from './changed-tenant.ts';
import {
  capabilities,
  login,
  reauthenticate,
  refresh,
  requestPasswordReset,
  signup,
} from './documents.ts';

/** A switch set wrong, and the document whose answer it spoils. */
export interface WrongSetting {
  start: Start;
  document: string;
}

const atLogin = (start: Start): WrongSetting => ({ start, document: login() });
const atSignUp = (start: Start): WrongSetting => ({ start, document: signup() });
const atRefresh = (start: Start): WrongSetting => ({ start, document: refresh('any') });

const atReset = (start: Start): WrongSetting => ({ start, document: requestPasswordReset() });
const atCapabilities = (start: Start): WrongSetting => ({ start, document: capabilities });

const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';
const defaultDirectory = { AUTH0_CONNECTION: '' };

/** Rows of docs/connect-auth0.md that the local tenant can get wrong. */
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
  'Bot detection': atLogin(
    withSettings(({ attack_protection: { bot_detection } }) => {
      bot_detection.challenge_password_policy = 'always';
    }),
  ),
  'No redirects in Actions': atLogin(
    withAction("api.redirect.sendUserTo('https://elsewhere.example');"),
  ),
};

/** Rows that it cannot: there Auth0 answers what its documentation says. */
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

/** Lines of the page that are about no switch, and what brings them. */
export const otherTrouble: Record<string, WrongSetting> = {
  'Auth0 cannot be reached, or its answer cannot be read': atLogin(
    withEnv({ AUTH0_DOMAIN: 'http://127.0.0.1:1' }),
  ),
  'Auth0 is in trouble': atLogin(withTokenAnswer(() => ({ status: 503, text: 'Unavailable' }))),
  "the issuer's key set cannot be fetched": atLogin(withoutKeys()),
  "tokens are issued unverified: the issuer's keys are not available": atLogin(withoutKeys()),
  'Auth0 leaves a member out, or sends it with another type than it documents: the gateway uses the rest of the answer':
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

/** A nested JWT, as an API with token encryption gets it. */
async function encrypted(token: string): Promise<string> {
  const { publicKey } = await generateKeyPair('RSA-OAEP-256');
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(publicKey);
}
