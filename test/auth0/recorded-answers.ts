import type { TenantSetting } from '../../src/auth0/tenant-settings.ts';

/** An answer of Auth0, and its meaning. */
export interface RecordedAnswer {
  /** Section of the contract that describes the answer, and a few words about it. */
  title: string;
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** Body of an answer that is not JSON. */
  text?: string;
  /** Type and fields of the result that the client gets. */
  means: { __typename: string; code: string; [member: string]: unknown };
  /** Setting of the tenant that the log names. */
  setting?: TenantSetting;
}

const oauth = (error: string, error_description?: string, more: object = {}) => ({
  json: { error, ...(error_description !== undefined && { error_description }), ...more },
});
const database = (code: string, description: unknown, more: object = {}) => ({
  json: { name: 'BadRequestError', code, description, statusCode: 400, ...more },
});

const is = (__typename: string, code: string, more: object = {}) => ({
  means: { __typename, code, ...more },
});
const misconfigured = (setting: TenantSetting) => ({
  ...is('ServiceUnavailable', 'SERVICE_UNAVAILABLE', { retryAfter: 60 }),
  setting,
});
const outage = is('ServiceUnavailable', 'SERVICE_UNAVAILABLE', { retryAfter: 5 });
const tooManyAttempts = is('TooManyAttempts', 'TOO_MANY_ATTEMPTS', { retryAfter: null });
const denied = (reason: string) => is('LoginDenied', 'LOGIN_DENIED', { reason });
const blocked = is('AccountBlocked', 'ACCOUNT_BLOCKED');
const wrongCredentials = is('InvalidCredentials', 'INVALID_CREDENTIALS');
const endedSession = is('InvalidRefreshToken', 'INVALID_REFRESH_TOKEN');
const refusedSignUp = is('SignUpRefused', 'SIGN_UP_REFUSED');
const disabledSignUp = {
  ...is('SignUpDisabled', 'SIGN_UP_DISABLED'),
  setting: 'signUpDisabled',
} as const;
const needsVerification = {
  ...is('VerificationRequired', 'VERIFICATION_REQUIRED'),
  setting: 'botDetection',
} as const;

const loginFlood =
  'Your account has been blocked after multiple consecutive login attempts. We’ve sent you a notification via your preferred contact method with instructions on how to unblock it.';
const suspiciousIp =
  'We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator.';
const breached =
  'This login has been blocked because your password has been leaked in another website. We’ve sent you an email with instructions on how to unblock it.';

/** Answers that any request can get. */
const common: RecordedAnswer[] = [
  {
    title: '1.4 API rate limit',
    status: 429,
    headers: { 'retry-after': '7' },
    ...oauth('too_many_requests', 'Global limit has been reached'),
    ...is('TooManyAttempts', 'TOO_MANY_REQUESTS', { retryAfter: 7 }),
  },
  {
    title: '7.6 API rate limit that says when it ends by its own clock',
    status: 429,
    headers: {
      date: 'Fri, 20 Nov 2026 10:00:00 GMT',
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.parse('2026-11-20T10:00:12Z') / 1000),
    },
    ...oauth('too_many_requests', 'Global limit has been reached'),
    ...is('TooManyAttempts', 'TOO_MANY_REQUESTS', { retryAfter: 12 }),
  },
  {
    title: '7.6 API rate limit as access_denied',
    status: 429,
    ...oauth('access_denied', 'Global limit has been reached'),
    ...is('TooManyAttempts', 'TOO_MANY_REQUESTS', { retryAfter: null }),
  },
  {
    title: '7.6 API rate limit in the words of the status',
    status: 429,
    json: { statusCode: 429, error: 'Too Many Requests', message: 'Global limit has been reached' },
    ...is('TooManyAttempts', 'TOO_MANY_REQUESTS', { retryAfter: null }),
  },
  { title: '1.4 429 without a body', status: 429, text: '', ...tooManyAttempts },
  { title: '1.4 500 without a body', status: 500, text: '', ...outage },
  { title: '1.4 server_error', status: 500, ...oauth('server_error'), ...outage },
  {
    title: '1.4 temporarily_unavailable',
    status: 503,
    ...oauth('temporarily_unavailable'),
    ...outage,
  },
  {
    title: '1.4 endpoint_disabled',
    status: 404,
    ...oauth('endpoint_disabled'),
    ...misconfigured('domain'),
  },
  {
    title: '1.4 method_not_allowed',
    status: 405,
    ...oauth('method_not_allowed'),
    ...misconfigured('domain'),
  },
  {
    title: '1.4 invalid_request',
    status: 400,
    ...oauth('invalid_request', 'Missing required parameter: client_id'),
    ...misconfigured('request'),
  },
  {
    title: '1.4 invalid_client',
    status: 401,
    ...oauth('invalid_client', 'Client authentication failed'),
    ...misconfigured('clientSecret'),
  },
  {
    title: '1.6 unknown client or wrong secret',
    status: 401,
    ...oauth('access_denied', 'Unauthorized'),
    ...misconfigured('clientSecret'),
  },
];

/** Answers that any grant can get. */
const grants: RecordedAnswer[] = [
  ...common,
  {
    title: '1.4 invalid_scope',
    status: 400,
    ...oauth('invalid_scope', 'Scope must be an array or a string'),
    ...misconfigured('scopes'),
  },
  {
    title: '2.3 bad scope type, as invalid_request',
    status: 400,
    ...oauth('invalid_request', 'scope parameter must be a string'),
    ...misconfigured('scopes'),
  },
  {
    title: '1.4 unsupported_grant_type at 501',
    status: 501,
    ...oauth('unsupported_grant_type', 'Unsupported grant type: password'),
    ...misconfigured('otherGrant'),
  },
  {
    title: '1.4 unsupported_grant_type at 403',
    status: 403,
    ...oauth('unsupported_grant_type', 'Unsupported grant type: password'),
    ...misconfigured('otherGrant'),
  },
  {
    title: '1.4 unsupported_response_type',
    status: 501,
    ...oauth('unsupported_response_type'),
    ...misconfigured('otherGrant'),
  },
  {
    title: '1.4 unauthorized_client, 2.3 third-party client',
    status: 403,
    ...oauth('unauthorized_client', 'Third-party clients may not use this grant.'),
    ...misconfigured('otherGrant'),
  },
  {
    title: '1.6 DPoP nonce wanted',
    status: 400,
    ...oauth('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof'),
    ...misconfigured('request'),
  },
  {
    title: '1.6 proof of possession wanted',
    status: 400,
    ...oauth('invalid_dpop_proof', 'DPoP proof is missing'),
    ...misconfigured('request'),
  },
  {
    title: '2.3 and 9.1 second factor',
    status: 403,
    ...oauth('mfa_required', 'Multifactor authentication required', {
      mfa_token: 'Fe26.2*SERVER_1*secret-mfa-token',
      mfa_requirements: { challenge: [{ type: 'otp' }] },
    }),
    ...is('MfaRequired', 'MFA_REQUIRED'),
  },
  {
    title: '2.3 second factor at the status of the OpenAPI file',
    status: 401,
    ...oauth('mfa_required', 'Multifactor authentication required', { mfa_token: 'Fe26.2*x' }),
    ...is('MfaRequired', 'MFA_REQUIRED'),
  },
  {
    title: '2.3 blocked user',
    status: 403,
    ...oauth('unauthorized', 'user is blocked'),
    ...blocked,
  },
  {
    title: '2.3 blocked user at the legacy status',
    status: 401,
    ...oauth('unauthorized', 'user is blocked'),
    ...blocked,
  },
  {
    title: '3 blocked user',
    status: 403,
    ...oauth('invalid_grant', 'user is blocked'),
    ...blocked,
  },
  {
    title: '2.3 Rule UnauthorizedError',
    status: 403,
    ...oauth('unauthorized', 'Only staff may enter.'),
    ...denied('Only staff may enter.'),
  },
  {
    title: '2.3 Rule UnauthorizedError at 401',
    status: 401,
    ...oauth('unauthorized', 'Only staff may enter.'),
    ...denied('Only staff may enter.'),
  },
  {
    title: '2.3 Action deny at 403',
    status: 403,
    ...oauth('access_denied', 'Only staff may enter.'),
    ...denied('Only staff may enter.'),
  },
  {
    title: '2.3 Action deny at 500',
    status: 500,
    ...oauth('access_denied', 'Only staff may enter.'),
    ...denied('Only staff may enter.'),
  },
  {
    title: '2.3 Action deny under a code of its own at 403',
    status: 403,
    ...oauth('outside-working-hours', 'Come back at eight.'),
    ...denied('Come back at eight.'),
  },
  {
    title: '2.3 Action deny under a code of its own at 500',
    status: 500,
    ...oauth('acme.not_staff', 'Only staff may enter.'),
    ...denied('Only staff may enter.'),
  },
  {
    title: '2.3 Action redirect at 403',
    status: 403,
    ...oauth('interaction_required', 'Unable to redirect in this flow'),
    ...misconfigured('actionRedirect'),
  },
  {
    title: '2.3 Action redirect at 400',
    status: 400,
    ...oauth('interaction_required', 'Unable to redirect in this flow'),
    ...misconfigured('actionRedirect'),
  },
  {
    title: '2.3 no client grant for the API, as access_denied',
    status: 403,
    ...oauth(
      'access_denied',
      'Client "c" is not authorized to access resource server "https://api.test.example".',
    ),
    ...misconfigured('apiAccess'),
  },
  {
    title: '2.3 no client grant for the API, as unauthorized_client',
    status: 403,
    ...oauth('unauthorized_client', 'client not authorised for resource server'),
    ...misconfigured('apiAccess'),
  },
  {
    title: '4 no client grant for the API, in the older words',
    status: 403,
    ...oauth(
      'access_denied',
      'Client is not authorized to access "https://api.test.example". You need to create a "client-grant" associated to this API.',
    ),
    ...misconfigured('apiAccess'),
  },
  {
    title: '4 unknown audience, in the words of client credentials',
    status: 403,
    ...oauth('access_denied', 'Service not enabled within domain: https://api.test.example'),
    ...misconfigured('audience'),
  },
  {
    title: '4 unknown audience, in other words of client credentials',
    status: 403,
    ...oauth('access_denied', 'Service not found: https://api.test.example'),
    ...misconfigured('audience'),
  },
  {
    title: '2.3 consent required',
    status: 403,
    ...oauth('consent_required', 'Consent required'),
    ...misconfigured('consent'),
  },
  {
    title: '2.3 login required',
    status: 403,
    ...oauth('login_required', 'Login required'),
    ...misconfigured('actionRedirect'),
  },
  {
    title: '2.3 organization required, as invalid_request',
    status: 400,
    ...oauth('invalid_request', 'parameter organization is required for this client'),
    ...misconfigured('organization'),
  },
  {
    title: '2.3 organization required, as unauthorized_client',
    status: 403,
    ...oauth('unauthorized_client', 'This client requires an organization.'),
    ...misconfigured('organization'),
  },
];

/** Answers to `login`, with either password grant. */
export const loginAnswers: RecordedAnswer[] = [
  ...grants,
  {
    title: '2.3 wrong password or unknown user',
    status: 403,
    ...oauth('invalid_grant', 'Wrong email or password.'),
    ...wrongCredentials,
  },
  {
    title: '2.3 wrong password where identifiers are flexible',
    status: 403,
    ...oauth('invalid_grant', 'Wrong phone number, username or password.'),
    ...wrongCredentials,
  },
  {
    title: '2.3 wrong password at the status of the RFC',
    status: 400,
    ...oauth('invalid_grant', 'Wrong email or password.'),
    ...wrongCredentials,
  },
  {
    title: '2.3 audience unknown',
    status: 400,
    ...oauth('invalid_request', 'invalid audience specified for password grant exchange'),
    ...misconfigured('audience'),
  },
  {
    title: '2.3 password grant not enabled',
    status: 403,
    ...oauth('unauthorized_client', "Grant type 'password' not allowed for the client."),
    ...misconfigured('passwordGrant'),
  },
  {
    title: '2.3 password-realm grant not enabled',
    status: 403,
    ...oauth(
      'unauthorized_client',
      "Grant type 'http://auth0.com/oauth/grant-type/password-realm' not allowed for the client.",
    ),
    ...misconfigured('passwordRealmGrant'),
  },
  {
    title: '2.3 no default directory',
    status: 500,
    ...oauth('server_error', 'Authorization server not configured with default connection.'),
    ...misconfigured('defaultDirectory'),
  },
  {
    title: '2.3 realm unknown at 400',
    status: 400,
    ...oauth('invalid_request', 'Unknown realm Username-Password-Authentication'),
    ...misconfigured('connection'),
  },
  {
    title: '2.3 realm unknown at 403, by a name that reads like another fault',
    status: 403,
    ...oauth('unauthorized_client', "Unknown realm Organization 'password'"),
    ...misconfigured('connection'),
  },
  {
    title: '2.3 connection not enabled for the client',
    status: 400,
    ...oauth('invalid_request', 'the connection was disabled'),
    ...misconfigured('connection'),
  },
  {
    title: '2.3 connection not enabled for the client, at 403',
    status: 403,
    ...oauth('unauthorized_client', 'the connection was not found'),
    ...misconfigured('connection'),
  },
  {
    title: '2.3 connection strategy without passwords',
    status: 400,
    ...oauth('invalid_request', 'specified strategy does not support requested operation'),
    ...misconfigured('connection'),
  },
  {
    title: '2.3 missing parameter',
    status: 400,
    ...oauth('invalid_request', 'Missing required parameter: username'),
    ...misconfigured('request'),
  },
  {
    title: '7.1 brute-force block',
    status: 429,
    ...oauth('too_many_attempts', loginFlood),
    ...tooManyAttempts,
  },
  {
    title: '7.2 suspicious-IP throttling, with its headers of another bucket',
    status: 429,
    headers: {
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1795000000',
    },
    ...oauth('too_many_attempts', suspiciousIp),
    ...tooManyAttempts,
  },
  {
    title: '7.6 block with Retry-After',
    status: 429,
    headers: { 'retry-after': '864' },
    ...oauth('too_many_attempts', suspiciousIp),
    ...is('TooManyAttempts', 'TOO_MANY_ATTEMPTS', { retryAfter: 864 }),
  },
  {
    title: '7.5 same-user login flood',
    status: 429,
    ...oauth('too_many_logins', 'Too many logins'),
    ...tooManyAttempts,
  },
  {
    title: '7.1 block at a status other than 429',
    status: 403,
    ...oauth('too_many_attempts', loginFlood),
    ...tooManyAttempts,
  },
  {
    title: '7.3 breached password',
    status: 401,
    ...oauth('password_leaked', breached),
    ...is('PasswordLeaked', 'PASSWORD_LEAKED'),
  },
  {
    title: '7.4 bot detection',
    status: 401,
    ...oauth('requires_verification', 'Suspicious request requires verification'),
    ...needsVerification,
  },
  {
    title: '1.4 bot detection as the old page spells it',
    status: 401,
    ...oauth('requires_validation', 'Suspicious request requires verification'),
    ...needsVerification,
  },
];

/** Answers to `refresh`. */
export const refreshAnswers: RecordedAnswer[] = [
  ...grants,
  {
    title: '3 unknown, expired, revoked or reused token',
    status: 403,
    ...oauth('invalid_grant', 'Unknown or invalid refresh token.'),
    ...endedSession,
  },
  {
    title: '3 user deleted',
    status: 403,
    ...oauth(
      'invalid_grant',
      'The refresh_token was generated for a user who doesn’t exist anymore.',
    ),
    ...endedSession,
  },
  {
    title: '3 missing refresh_token',
    status: 400,
    ...oauth('invalid_request', 'Missing required parameter: refresh_token'),
    ...misconfigured('request'),
  },
  {
    title: '3 scope not a subset',
    status: 403,
    ...oauth('invalid_scope', 'Unknown or unpermitted scope'),
    ...misconfigured('scopes'),
  },
  {
    title: '3 grant not enabled',
    status: 403,
    ...oauth('unauthorized_client', "Grant type 'refresh_token' not allowed for the client."),
    ...misconfigured('refreshTokenGrant'),
  },
];

/** Answers to `signup`. */
export const signupAnswers: RecordedAnswer[] = [
  ...common,
  {
    title: '11.1 address taken, not disclosed',
    status: 400,
    ...database('invalid_signup', 'Invalid sign up'),
    ...refusedSignUp,
  },
  {
    title: '11.1 address taken, disclosed',
    status: 400,
    ...database('user_exists', 'The user already exists.'),
    ...is('UserExists', 'USER_EXISTS'),
  },
  {
    title: '11.1 address taken, at the status some pages list',
    status: 409,
    ...database('user_exists', 'The user already exists.'),
    ...is('UserExists', 'USER_EXISTS'),
  },
  {
    title: '11.1 username taken',
    status: 400,
    ...database('username_exists', 'The username provided is in use already.'),
    ...is('UserExists', 'USER_EXISTS'),
  },
  {
    title: '11.1 dictionary',
    status: 400,
    ...database('invalid_password', 'Password is not allowed, it might be too common.', {
      name: 'PasswordDictionaryError',
      message: 'Password is too common',
    }),
    ...is('WeakPassword', 'WEAK_PASSWORD', {
      rules: [{ code: 'dictionary', message: 'Not a common password', met: false, items: [] }],
    }),
  },
  {
    title: '11.1 personal data',
    status: 400,
    ...database('invalid_password', 'Password is not allowed.', {
      name: 'PasswordNoUserInfoError',
      message: 'Password contains user information',
    }),
    ...is('WeakPassword', 'WEAK_PASSWORD', {
      rules: [
        {
          code: 'noUserInfo',
          message: 'No part of your name or e-mail address',
          met: false,
          items: [],
        },
      ],
    }),
  },
  {
    title: '11.1 history',
    status: 400,
    ...database('invalid_password', 'Password is not allowed.', {
      name: 'PasswordHistoryError',
      message: 'Password has previously been used',
    }),
    ...is('WeakPassword', 'WEAK_PASSWORD', {
      rules: [
        { code: 'history', message: 'Not one of your previous passwords', met: false, items: [] },
      ],
    }),
  },
  {
    title: '11.1 breached password, in the database envelope',
    status: 400,
    ...database('password_leaked', 'The password has been leaked'),
    ...is('PasswordLeaked', 'PASSWORD_LEAKED'),
  },
  {
    title: '11.1 breached password, in the OAuth envelope',
    status: 400,
    ...oauth('password_leaked', breached),
    ...is('PasswordLeaked', 'PASSWORD_LEAKED'),
  },
  {
    title: '11.1 sign-ups off',
    status: 400,
    json: { error: 'public signup is disabled' },
    ...disabledSignUp,
  },
  {
    title: '11.1 username missing',
    status: 400,
    json: {
      error:
        'missing username for Username-Password-Authentication connection with requires_username enabled',
    },
    ...is('InvalidInput', 'INVALID_INPUT', { field: 'username' }),
  },
  {
    title: '11.1 unknown connection',
    status: 400,
    ...oauth('invalid_request', 'the connection was not found'),
    ...misconfigured('connection'),
  },
  {
    title: '11.1 disabled connection',
    status: 400,
    ...oauth('invalid_request', 'the connection was disabled'),
    ...misconfigured('connection'),
  },
  {
    title: '11.1 bad address',
    status: 400,
    json: { error: 'error in email - email format validation failed: secret@' },
    ...is('InvalidInput', 'INVALID_INPUT', { field: 'email' }),
  },
  {
    title: '11.1 bad address, in the database envelope',
    status: 400,
    ...database('invalid_email', 'error in email - email format validation failed: secret@'),
    ...is('InvalidInput', 'INVALID_INPUT', { field: 'email' }),
  },
  {
    title: '11.1 pre-user-registration Action deny',
    status: 400,
    ...database(
      'acme_not_invited',
      'You are not authorized to access this; use another email format.',
    ),
    ...refusedSignUp,
  },
  {
    title: '11.1 pre-user-registration Action deny under another name',
    status: 400,
    ...database('not-invited', 'user is blocked', { name: 'PreUserRegistrationError' }),
    ...refusedSignUp,
  },
  {
    title: '11.1 suspicious IP, in the OAuth envelope',
    status: 429,
    ...oauth('too_many_attempts', suspiciousIp),
    ...tooManyAttempts,
  },
  {
    title: '11.1 suspicious IP, in the database envelope',
    status: 429,
    ...database('too_many_attempts', suspiciousIp, { statusCode: 429 }),
    ...tooManyAttempts,
  },
  {
    title: '11.1 client unknown at 400',
    status: 400,
    ...oauth('invalid_client', 'Unknown client'),
    ...misconfigured('clientSecret'),
  },
];

/** Answers to `logout` with a refresh token. */
export const logoutAnswers: RecordedAnswer[] = [
  ...common,
  {
    title: '11.3 missing token',
    status: 400,
    ...oauth('invalid_request', 'Missing required parameter: token'),
    ...misconfigured('request'),
  },
];

/** Reasons with which an Action may deny access. Auth0 itself uses these words for other errors. */
export const denyTexts = [
  'user is blocked until Monday',
  'Grant type needs a second factor',
  'You are not authorized to access this resource server',
  'Your organization is not enabled',
  'Service not found in your country',
  "Unknown realm of 'password' and password-realm",
  'the connection was disabled by your team',
  'invalid audience specified for password grant exchange',
  'Authorization server not configured with default connection.',
  'public signup is disabled',
  'Wrong email or password.',
  'Unauthorized',
  '',
];
