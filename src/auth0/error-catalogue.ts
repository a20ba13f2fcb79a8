import type {
  CommonRefusal,
  RefreshRefusal,
  Refusal,
  SignInRefusal,
  SignUpRefusal,
} from '../identity/outcomes.ts';
import type { Auth0Answer } from './auth0-error.ts';
import { toPasswordRules } from './password-rules.ts';
import type { TenantSetting } from './tenant-settings.ts';

/** What an answer means: for the client, and for the log. */
export interface Meaning<R extends Refusal = Refusal> {
  refusal: R;
  /** The tenant's setting to look at. Present whenever the tenant, not the person, is at fault. */
  setting?: TenantSetting;
}

/** One line of the catalogue. All that is given must match; patterns are for what Auth0 itself tells apart by text alone. */
interface Row<R extends Refusal> {
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  status?: number;
  means: R | ((answer: Auth0Answer) => R);
  setting?: TenantSetting;
}

/** The operations that Auth0 can decline, each with the refusals that can come of it. */
export interface RefusalsByOperation {
  signIn: SignInRefusal;
  refresh: RefreshRefusal;
  signUp: SignUpRefusal;
  revoke: CommonRefusal;
}

/** Seconds to wait when Auth0 is in trouble, and when somebody has to change its settings first. */
const outage = { kind: 'ServiceUnavailable', retryAfter: 5 } as const;
const misconfigured = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

const limits: Row<CommonRefusal>[] = [
  {
    code: /^too_many_requests$/,
    status: 429,
    means: ({ retryAfter }) => ({ kind: 'TooManyAttempts', of: 'requests', retryAfter }),
  },
  {
    status: 429,
    means: ({ retryAfter }) => ({ kind: 'TooManyAttempts', of: 'attempts', retryAfter }),
  },
  {
    code: /^too_many_(attempts|logins)$/,
    means: ({ retryAfter }) => ({ kind: 'TooManyAttempts', of: 'attempts', retryAfter }),
  },
];

const tenantFaults: Row<CommonRefusal>[] = [
  {
    status: 401,
    code: /^(access_denied|invalid_client)$/,
    setting: 'clientSecret',
    means: misconfigured,
  },
  {
    code: /^unauthorized_client$/,
    text: /'password'/,
    setting: 'passwordGrant',
    means: misconfigured,
  },
  {
    code: /^unauthorized_client$/,
    text: /password-realm/,
    setting: 'passwordRealmGrant',
    means: misconfigured,
  },
  {
    code: /^unauthorized_client$/,
    text: /'refresh_token'/,
    setting: 'refreshTokenGrant',
    means: misconfigured,
  },
  {
    text: /organization/i,
    code: /^(invalid_request|unauthorized_client)$/,
    setting: 'organization',
    means: misconfigured,
  },
  { text: /resource server|not authorized to access/i, setting: 'apiAccess', means: misconfigured },
  {
    code: /^server_error$/,
    text: /default connection/i,
    setting: 'defaultDirectory',
    means: misconfigured,
  },
  {
    code: /^invalid_request$/,
    text: /invalid audience/i,
    setting: 'audience',
    means: misconfigured,
  },
  {
    text: /unknown realm|connection was (disabled|not found)|strategy does not support/i,
    setting: 'connection',
    means: misconfigured,
  },
  { text: /requires_username/i, setting: 'requiresUsername', means: misconfigured },
  { code: /^unauthorized_client$/, setting: 'otherGrant', means: misconfigured },
  { code: /^interaction_required$/, setting: 'actionRedirect', means: misconfigured },
  { code: /^invalid_scope$/, setting: 'scopes', means: misconfigured },
];

/** Refusals of the login pipeline: Rules, Actions, the dashboard's block, the second factor. */
const pipeline: Row<SignInRefusal & RefreshRefusal>[] = [
  { code: /^mfa_required$/, means: { kind: 'MfaRequired' } },
  { text: /user is blocked/i, means: { kind: 'AccountBlocked' } },
  { code: /^(access_denied|unauthorized)$/, means: { kind: 'LoginDenied' } },
];

/**
 * Every refusal of Auth0's, by operation. The first row that matches decides.
 *
 * @see https://auth0.com/docs/api/authentication
 */
const catalogue: {
  [Operation in keyof RefusalsByOperation]: Row<RefusalsByOperation[Operation]>[];
} = {
  signIn: [
    { code: /^password_leaked$/, means: { kind: 'PasswordLeaked' } },
    {
      code: /^requires_verification$/,
      setting: 'botDetection',
      means: { kind: 'VerificationRequired' },
    },
    ...limits,
    ...tenantFaults,
    ...pipeline,
    { code: /^invalid_grant$/, means: { kind: 'InvalidCredentials' } },
  ],
  refresh: [
    ...limits,
    ...tenantFaults,
    ...pipeline,
    { code: /^invalid_grant$/, means: { kind: 'InvalidRefreshToken' } },
  ],
  signUp: [
    { code: /^password_leaked$/, means: { kind: 'PasswordLeaked' } },
    {
      code: /^invalid_password$/,
      means: ({ name, body }) => ({ kind: 'WeakPassword', rules: toPasswordRules(name, body) }),
    },
    { code: /^(user|username)_exists$/, means: { kind: 'UserExists' } },
    {
      text: /^public signup is disabled$/,
      setting: 'signUpDisabled',
      means: { kind: 'SignUpDisabled' },
    },
    {
      text: /error in email|email format/i,
      means: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
    },
    ...limits,
    ...tenantFaults,
    // `invalid_signup`, and a pre-user-registration Action's refusal under a code of its own.
    { name: /^BadRequestError$/, means: { kind: 'SignUpRefused' } },
    { code: /^invalid_signup$/, means: { kind: 'SignUpRefused' } },
  ],
  revoke: [...limits, ...tenantFaults],
};

/**
 * Looks an answer up.
 *
 * @returns undefined when no row knows it
 */
export function meaningOf<Operation extends keyof RefusalsByOperation>(
  operation: Operation,
  answer: Auth0Answer,
): Meaning<RefusalsByOperation[Operation]> | undefined {
  const row = catalogue[operation].find(
    ({ status, code, text, name }) =>
      (status === undefined || status === answer.status) &&
      (code?.test(answer.code) ?? true) &&
      (text?.test(answer.text) ?? true) &&
      (name?.test(answer.name) ?? true),
  );
  if (!row) return undefined;
  const refusal = typeof row.means === 'function' ? row.means(answer) : row.means;
  return { refusal, ...(row.setting && { setting: row.setting }) };
}

/** What a client is told when Auth0 is down, slow, or says what no row knows. */
export const providerOutage = outage;
