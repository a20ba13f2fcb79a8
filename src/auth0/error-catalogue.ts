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
  /** For the log: nobody knows for sure that the answer means this. */
  note?: string;
}

/** One line of the catalogue. All patterns given must match; `text` only where Auth0 tells apart by nothing else. */
interface Row<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  means: R | ((answer: Auth0Answer) => R);
  setting?: TenantSetting;
  note?: string;
}

/** The operations that Auth0 can decline, each with the refusals that can come of it. */
export interface RefusalsByOperation {
  signIn: SignInRefusal;
  refresh: RefreshRefusal;
  signUp: SignUpRefusal;
  revoke: CommonRefusal;
}

/** What a client is told when Auth0 is down, slow, or says what no row knows. `retryAfter` in seconds. */
export const providerOutage = { kind: 'ServiceUnavailable', retryAfter: 5 } as const;

/** Somebody has to change the tenant first: trying again at once is of no use. */
const faultOf = (setting: TenantSetting) =>
  ({ setting, means: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;

const tooMany =
  (of: 'attempts' | 'requests') =>
  ({ retryAfter }: Auth0Answer) =>
    ({ kind: 'TooManyAttempts', of, retryAfter }) as const;

const limits: Row<CommonRefusal>[] = [
  { status: /^429$/, code: /^too_many_requests$/, means: tooMany('requests') },
  { status: /^429$/, means: tooMany('attempts') },
  { code: /^too_many_(attempts|logins)$/, means: tooMany('attempts') },
];

// Texts are anchored and bound to a code: an Action may deny in any words, these included.
const tenantFaults: Row<CommonRefusal>[] = [
  { status: /^401$/, code: /^access_denied$/, ...faultOf('clientSecret') },
  { code: /^invalid_client$/, ...faultOf('clientSecret') },
  {
    code: /^(invalid_request|unauthorized_client)$/,
    text: /^unknown realm|^the connection was |^specified strategy /i,
    ...faultOf('connection'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type 'password'/i,
    ...faultOf('passwordGrant'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type '.*password-realm'/i,
    ...faultOf('passwordRealmGrant'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type 'refresh_token'/i,
    ...faultOf('refreshTokenGrant'),
  },
  {
    code: /^(access_denied|unauthorized_client)$/,
    text: /^client .*not authori[sz]ed .*(resource server|access)/i,
    ...faultOf('apiAccess'),
  },
  {
    code: /^(invalid_request|unauthorized_client)$/,
    text: /organization/i,
    ...faultOf('organization'),
  },
  { code: /^unauthorized_client$|^unsupported_/, ...faultOf('otherGrant') },
  { code: /^server_error$/, text: /default connection/i, ...faultOf('defaultDirectory') },
  { code: /^invalid_request$/, text: /^invalid audience/i, ...faultOf('audience') },
  { code: /^access_denied$/, text: /^service not enabled within domain/i, ...faultOf('audience') },
  { code: /^interaction_required$/, ...faultOf('actionRedirect') },
  { code: /^invalid_scope$/, ...faultOf('scopes') },
  { code: /^invalid_request$/, text: /^scope /i, ...faultOf('scopes') },
  { code: /^invalid_request$|_dpop_/, ...faultOf('request') },
  { status: /^40[45]$/, ...faultOf('domain') },
];

/** Refusals of the login pipeline: the second factor, the dashboard's block, Rules and Actions. */
const pipeline: Row<SignInRefusal & RefreshRefusal>[] = [
  { code: /^mfa_required$/, means: { kind: 'MfaRequired' } },
  { text: /^user is blocked\.?$/i, means: { kind: 'AccountBlocked' } },
  { code: /^(access_denied|unauthorized)$/, means: { kind: 'LoginDenied' } },
];

/** An Action may deny under a code of its own, at either status; Auth0's own trouble has no code, or one of these two. */
const deniedByOwnCode: Row<SignInRefusal & RefreshRefusal> = {
  status: /^(403|500)$/,
  code: /^(?!server_error$|temporarily_unavailable$)[a-z][\w.:-]*$/,
  means: { kind: 'LoginDenied' },
  note: 'a login is denied under a code that Auth0 has not: an Action of yours may have chosen it',
};

const outages: Row<CommonRefusal>[] = [{ status: /^5/, means: providerOutage }];

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
      code: /^requires_v(erific|alid)ation$/,
      means: { kind: 'VerificationRequired' },
      setting: 'botDetection',
    },
    ...limits,
    ...tenantFaults,
    ...pipeline,
    { code: /^invalid_grant$/, means: { kind: 'InvalidCredentials' } },
    deniedByOwnCode,
    ...outages,
  ],
  refresh: [
    ...limits,
    ...tenantFaults,
    ...pipeline,
    { code: /^invalid_grant$/, means: { kind: 'InvalidRefreshToken' } },
    deniedByOwnCode,
    ...outages,
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
      means: { kind: 'SignUpDisabled' },
      setting: 'signUpDisabled',
    },
    {
      text: /^error in email\b/i,
      means: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
    },
    { code: /^missing username .*requires_username/, ...faultOf('requiresUsername') },
    ...limits,
    ...tenantFaults,
    { code: /^invalid_signup$/, means: { kind: 'SignUpRefused' } },
    // The envelope of a pre-user-registration Action's refusal, under a code of the Action's own.
    { status: /^400$/, name: /./, means: { kind: 'SignUpRefused' } },
    ...outages,
  ],
  revoke: [...limits, ...tenantFaults, ...outages],
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
      (status?.test(String(answer.status)) ?? true) &&
      (code?.test(answer.code) ?? true) &&
      (text?.test(answer.text) ?? true) &&
      (name?.test(answer.name) ?? true),
  );
  if (!row) return undefined;
  const refusal = typeof row.means === 'function' ? row.means(answer) : row.means;
  const { setting, note } = row;
  return { refusal, ...(setting && { setting }), ...(note && { note }) };
}
