import type { TokenFault } from '../errors.ts';
import type { ProfileClaims, RefusalOf, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider, IssuedTokenFault } from '../identity/provider.ts';
import type { Limit } from '../limits/limit.ts';
import { accounts } from './accounts.ts';
import { auth0Directory } from './directory.ts';
import { Auth0Error } from './auth0-error.ts';
import { AuthenticationAPI, type AuthenticationAPIOptions } from './authentication-api.ts';
import { readCapabilities, type TenantReader } from './capabilities.ts';
import type { ForwardedAddressCheck } from './forwarded-address-check.ts';
import { ManagementAPI } from './management-api.ts';
import { ManagementRoles } from './management-roles.ts';
import { ManagementUsers } from './management-users.ts';
import { ProxyError } from '../upstream/proxy.ts';
import type { ManagementToken } from './management-token.ts';
import { MfaAPI } from './mfa-api.ts';
import { createAttempt } from './refusals.ts';
import type { ScopeCheck } from './scope-check.ts';
import { findSecondFactor, secondFactors, type OrSecondFactor } from './second-factors.ts';
import type { RefusalLog, Reports, SettingLog } from './setting-log.ts';
import type { TenantSetting } from './tenant-settings.ts';

/** The application at Auth0, the client address of one request, and state that all requests share. */
export interface Auth0ProviderOptions extends AuthenticationAPIOptions {
  /** Database connection of each realm. Undefined for the tenant's default directory, in which users cannot sign up. */
  connections: ReadonlyMap<string, string | undefined>;
  /** Base URL of the tenant's canonical domain, with a trailing slash. */
  tenantUrl: string;
  /** Access token for the Management API. Undefined without credentials for that API. */
  managementToken: ManagementToken | undefined;
  tenant: TenantReader;
  scopeCheck: ScopeCheck;
  /** Limits the Management API calls that anonymous clients can cause by sending usernames. */
  lookups: Limit;
  settingLog: SettingLog;
  forwardedAddressCheck: Pick<ForwardedAddressCheck, 'begin'>;
  log: RefusalLog;
}

/** Creates the {@link IdentityProvider} of one request, which uses Auth0. */
export function auth0Provider(options: Auth0ProviderOptions): IdentityProvider {
  const { connections, tenantUrl, managementToken, tenant, scopeCheck, settingLog, log } = options;
  const reports = settingLog.reportsOf(log);
  const usesDefaultDirectory = [...connections.values()].includes(undefined);
  const attempt = createAttempt({ reports, log, usesDefaultDirectory });
  const authentication = once(() => new AuthenticationAPI(options));
  const managed = managementToken && { ...options, baseURL: tenantUrl, token: managementToken };
  const shared = {
    ...options,
    reports,
    authentication,
    mfa: once(() => new MfaAPI(options)),
    ask: {
      attempt,
      api: managed && new ManagementAPI(managed),
    },
    orSecondFactor,
  };

  /** Waits for tokens. If Auth0 requires a second factor first, returns `SecondFactorNeeded`. */
  async function orSecondFactor(tokens: Promise<TokenSet>): Promise<OrSecondFactor> {
    try {
      return { kind: 'Tokens', tokens: await tokens };
    } catch (error) {
      return findSecondFactor(error, shared);
    }
  }

  return {
    signUp: async ({ realm, ...account }) => {
      const connection = connections.get(realm);
      if (connection === undefined) {
        reports.setting('signUpConnection', { operation: 'signUp' });
        return signUpDisabled;
      }
      const outcome = await attempt('signUp', async () => {
        const created = await authentication().signup({ ...account, connection });
        return { kind: 'SignedUp', account: created } as const;
      });
      // If the account has a username, either the address or the username may be taken.
      const isAddressTaken = outcome.kind === 'UserExists' && account.username === undefined;
      if (isAddressTaken) reports.setting('takenAddresses', { operation: 'signUp' });
      if (outcome.kind === 'TooManyAttempts' && outcome.of === 'attempts')
        reports.setting('sharedSignUpAddress', { operation: 'signUp' });
      return outcome;
    },
    signIn: ({ realm, ...user }, asked) =>
      attempt('signIn', async () => {
        const login = { ...user, connection: connections.get(realm) };
        const checkAddress = options.forwardedAddressCheck.begin(options.clientIp);
        const outcome = await orSecondFactor(authentication().passwordGrant(login, asked));
        if (outcome.kind === 'Tokens') checkAddress(outcome.tokens.accessToken);
        const lacksRefreshToken = outcome.kind === 'Tokens' && !outcome.tokens.refreshToken;
        if (outcome.kind === 'Tokens')
          scopeCheck.check(asked.scopes, outcome.tokens.scopes, reports);
        if (lacksRefreshToken && asked.scopes.includes('offline_access'))
          reports.setting('offlineAccess', { missing: 'refresh token' });
        return outcome;
      }),
    refresh: async (refreshToken, { isKnown }) => {
      let failure: unknown;
      const outcome = await attempt('refresh', async () => {
        try {
          const renewed = await orSecondFactor(
            authentication().refreshTokenGrant(refreshToken, isKnown),
          );
          if (renewed.kind === 'Tokens') {
            const { refreshToken: next = refreshToken } = renewed.tokens;
            if (next === refreshToken) reports.setting('rotation', { operation: 'refresh' });
          }
          return renewed;
        } catch (error) {
          failure = error;
          throw error;
        }
      });
      return outcome.kind === 'ServiceUnavailable' && mayHaveBeenCarriedOut(failure)
        ? { ...outcome, isInDoubt: true }
        : outcome;
    },
    revoke: (refreshToken) =>
      attempt('revoke', async () => {
        await authentication().revoke(refreshToken);
        return { kind: 'Revoked' } as const;
      }),
    profile: async (accessToken, subject) => {
      try {
        return await authentication().userinfo(accessToken, subject);
      } catch (error) {
        if (isRefused(error)) return nothingTold;
        if (error instanceof Auth0Error && error.answer.status === 429) return 'tooMany';
        log.warn({ err: error, operation: 'profile' }, '/userinfo cannot be read');
        return undefined;
      }
    },
    capabilities: () => readCapabilities(connections, tenant, shared.ask),
    get secondFactors() {
      return secondFactors(shared);
    },
    get accounts() {
      return accounts(shared);
    },
    get directory() {
      const management = managed && {
        users: new ManagementUsers(managed),
        roles: new ManagementRoles(managed),
      };
      return auth0Directory({ ...shared, management });
    },
    reportFault: (fault) => {
      reportFault(fault, reports, log);
    },
  };
}

const nothingTold: ProfileClaims = {
  email: undefined,
  emailVerified: undefined,
  name: undefined,
  nickname: undefined,
  picture: undefined,
};

const signUpDisabled: RefusalOf<'SignUpDisabled'> = { kind: 'SignUpDisabled' };

/** Whether Auth0 may have carried out a failed request. False if Auth0 has answered, or if no connection was made. */
function mayHaveBeenCarriedOut(error: unknown): boolean {
  if (error === undefined || error instanceof ProxyError) return false;
  if (error instanceof Auth0Error) return edgeStatuses.includes(error.answer.status);
  const { cause } = error as { cause?: { code?: unknown } };
  return !notConnected.includes(String(cause?.code));
}

/** Status codes with which a server in front of Auth0 reports that Auth0 has not answered. */
const edgeStatuses = [502, 504, 520, 522, 524];

/** Error codes of Node and undici for a connection that was not made. */
const notConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Returns a function that calls `make` once, and returns the same value at each call. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

const answerLate =
  'Auth0 has not answered a refresh in time; the gateway waits on, and the next refresh with the same token gets the answer';

function reportFault(fault: IssuedTokenFault, { setting }: Reports, log: RefusalLog): void {
  if ('missing' in fault) setting(settingOfMissing[fault.missing], fault);
  else if ('late' in fault) log.warn(fault, answerLate);
  else if ('lost' in fault) setting('rotationOverlap', fault);
  else if (fault.token === 'id') setting('idToken', { err: fault.cause });
  else setting(settingOfTokenFault[fault.reason] ?? 'unusableToken', fault);
}

const settingOfMissing = {
  permissions: 'rbac',
  roles: 'rolesClaim',
  password: 'passwordClaim',
  email_verified: 'verifiedEmail',
} as const;

/** Wrong setting behind each fault of an issued token. A fault that is not listed has no setting of its own. */
const settingOfTokenFault: Partial<Record<TokenFault, TenantSetting>> = {
  TOKEN_OPAQUE: 'opaqueToken',
  TOKEN_ENCRYPTED: 'encryptedToken',
  WRONG_AUDIENCE: 'audience',
  ID_TOKEN_SENT: 'audience',
  WRONG_ISSUER: 'issuer',
  WRONG_CLIENT: 'ownClient',
  UNSUPPORTED_ALGORITHM: 'signingAlgorithm',
  BAD_SIGNATURE: 'signingKey',
};

/**
 * Whether `/userinfo` will never accept this token. False for a 403 without Auth0's code, which comes from a proxy in front of
 * Auth0.
 */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Auth0Error)) return false;
  const { status, code } = error.answer;
  return status === 401 || (status === 403 && code === 'insufficient_scope');
}
