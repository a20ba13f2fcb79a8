import type { TokenFault } from '../errors.ts';
import type { ProfileClaims, RefusalOf, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider, IssuedTokenFault } from '../identity/provider.ts';
import type { Limit } from '../limits/limit.ts';
import { accounts } from './accounts.ts';
import { Auth0Error } from './auth0-error.ts';
import { AuthenticationAPI, type AuthenticationAPIOptions } from './authentication-api.ts';
import { readCapabilities, type TenantReader } from './capabilities.ts';
import { ManagementAPI } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import { MfaAPI } from './mfa-api.ts';
import { createAttempt, type RefusalLog } from './refusals.ts';
import type { ScopeCheck } from './scope-check.ts';
import { findSecondFactor, secondFactors, type OrSecondFactor } from './second-factors.ts';
import { tenantSettings, type TenantSetting } from './tenant-settings.ts';

/** The application at Auth0, and the provider's state that lives as long as the process. */
export interface Auth0ProviderOptions extends AuthenticationAPIOptions {
  /** Database connection of each realm; undefined for the tenant's default directory, where no user can sign up. */
  connections: ReadonlyMap<string, string | undefined>;
  /** Base URL of the tenant's canonical domain, with its trailing slash. */
  tenantUrl: string;
  /** Undefined without credentials for the Management API. */
  managementToken: ManagementToken | undefined;
  tenant: TenantReader;
  scopeCheck: ScopeCheck;
  /** Limits the calls of the Management API that an anonymous caller causes with a username. */
  lookups: Limit;
  log: RefusalLog;
}

/** Makes Auth0's {@link IdentityProvider} for one request. */
export function auth0Provider(options: Auth0ProviderOptions): IdentityProvider {
  const { connections, tenantUrl, managementToken, tenant, scopeCheck, log } = options;
  const attempt = createAttempt(log);
  const authentication = once(() => new AuthenticationAPI(options));
  const shared = {
    ...options,
    authentication,
    mfa: once(() => new MfaAPI(options)),
    ask: {
      attempt,
      api:
        managementToken &&
        new ManagementAPI({ ...options, baseURL: tenantUrl, token: managementToken }),
    },
    orSecondFactor,
  };

  /** Waits for tokens that Auth0 may hold back until the user proves a second factor. */
  async function orSecondFactor(tokens: Promise<TokenSet>): Promise<OrSecondFactor> {
    try {
      return { kind: 'Tokens', tokens: await tokens };
    } catch (error) {
      return findSecondFactor(error, shared);
    }
  }

  return {
    signUp: ({ realm, ...account }) => {
      const connection = connections.get(realm);
      if (connection === undefined) return Promise.resolve(signUpDisabled);
      return attempt('signUp', async () => {
        const created = await authentication().signup({ ...account, connection });
        return { kind: 'SignedUp', account: created } as const;
      });
    },
    signIn: ({ realm, ...user }, asked) =>
      attempt('signIn', async () => {
        const login = { ...user, connection: connections.get(realm) };
        const outcome = await orSecondFactor(authentication().passwordGrant(login, asked));
        const lacksRefreshToken = outcome.kind === 'Tokens' && !outcome.tokens.refreshToken;
        if (outcome.kind === 'Tokens') scopeCheck.check(asked.scopes, outcome.tokens.scopes, log);
        if (lacksRefreshToken && asked.scopes.includes('offline_access'))
          log.warn({ missing: 'refresh token' }, tenantSettings.offlineAccess);
        return outcome;
      }),
    refresh: (refreshToken) =>
      attempt('refresh', () => orSecondFactor(authentication().refreshTokenGrant(refreshToken))),
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
    reportFault: (fault) => {
      reportFault(fault, log);
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

/** Makes a data source on first use. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function reportFault(fault: IssuedTokenFault, log: RefusalLog): void {
  if ('missing' in fault) {
    if (fault.missing === 'permissions') log.warn(fault, tenantSettings.rbac);
    else log.error(fault, tenantSettings.verifiedEmail);
  } else if (fault.token === 'id') log.error({ err: fault.cause }, tenantSettings.idToken);
  else log.error(fault, tenantSettings[settingOfTokenFault[fault.reason] ?? 'unusableToken']);
}

/** The setting with which Auth0 issues a token that the gateway refuses, for each fault that has one. */
const settingOfTokenFault: Partial<Record<TokenFault, TenantSetting>> = {
  TOKEN_OPAQUE: 'opaqueToken',
  TOKEN_ENCRYPTED: 'encryptedToken',
  WRONG_AUDIENCE: 'audience',
  ID_TOKEN_SENT: 'audience',
  WRONG_ISSUER: 'issuer',
  WRONG_CLIENT: 'ownClient',
  UNSUPPORTED_ALGORITHM: 'signingAlgorithm',
};

/** Tells whether `/userinfo` will never accept this token. A 403 without Auth0's code comes from a proxy in front of Auth0. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Auth0Error)) return false;
  const { status, code } = error.answer;
  return status === 401 || (status === 403 && code === 'insufficient_scope');
}
