import type { Limit } from '../limits/limit.ts';
import type { TokenFault } from '../errors.ts';
import type { RefusalOf } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import { accounts } from './accounts.ts';
import { attempts, type AttemptLog } from './refusals.ts';
import { Auth0Error } from './auth0-error.ts';
import { AuthenticationAPI, type AuthenticationAPIOptions } from './authentication-api.ts';
import { capabilities, type TenantReader } from './capabilities.ts';
import { ManagementAPI } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import { MfaAPI } from './mfa-api.ts';
import { connectionOf, type Realm } from './realm.ts';
import { orSecondFactor, secondFactors } from './second-factors.ts';
import { tenantSettings, type TenantSetting } from './tenant-settings.ts';

/** Our application at Auth0, and what lives as long as the process. */
export interface Auth0ProviderOptions extends AuthenticationAPIOptions {
  realms: readonly Realm[];
  /** Base URL of the tenant's canonical domain, with its trailing slash. */
  tenantUrl: string;
  /** Undefined without credentials for the Management API. */
  managementToken: ManagementToken | undefined;
  tenant: TenantReader;
  /** For calls of the Management API that take nothing but a name to cause. */
  lookups: Limit;
  log: AttemptLog;
}

/** Auth0 as an {@link IdentityProvider}, for one request. */
export function auth0Provider(options: Auth0ProviderOptions): IdentityProvider {
  const { realms, tenantUrl, managementToken, tenant, log } = options;
  const attempt = attempts(log);
  const authentication = once(() => new AuthenticationAPI(options));
  const mfa = once(() => new MfaAPI(options));
  const api =
    managementToken &&
    new ManagementAPI({ ...options, baseURL: tenantUrl, token: managementToken });
  const ask = { api, attempt };
  const shared = { ...options, authentication, mfa, ask };

  return {
    signUp: ({ realm, ...account }) => {
      const connection = connectionOf(realms, realm);
      if (connection === undefined) return Promise.resolve(signUpDisabled);
      return attempt('signUp', async () => {
        const created = await authentication().signup({ ...account, connection });
        return { kind: 'SignedUp', account: created } as const;
      });
    },
    signIn: ({ realm, ...user }, asked) =>
      attempt('signIn', () =>
        orSecondFactor(shared, async () => {
          const connection = connectionOf(realms, realm);
          const login = { ...user, ...(connection !== undefined && { realm: connection }) };
          const tokens = await authentication().passwordGrant(login, asked);
          if (!tokens.refreshToken && asked.scopes.includes('offline_access')) {
            log.warn({ missing: 'refresh token' }, tenantSettings.offlineAccess);
          }
          return { kind: 'Tokens', tokens };
        }),
      ),
    refresh: (refreshToken) =>
      attempt('refresh', () =>
        orSecondFactor(shared, async () => {
          const tokens = await authentication().refreshTokenGrant(refreshToken);
          return { kind: 'Tokens', tokens };
        }),
      ),
    revoke: (refreshToken) =>
      attempt('revoke', async () => {
        await authentication().revoke(refreshToken);
        return { kind: 'Revoked' } as const;
      }),
    profile: async (accessToken, subject) => {
      try {
        return await authentication().userinfo(accessToken, subject);
      } catch (error) {
        if (isRefused(error)) return { email: undefined, emailVerified: undefined };
        if (error instanceof Auth0Error && error.answer.status === 429) return 'tooMany';
        log.warn({ err: error, operation: 'profile' }, '/userinfo cannot be read just now');
        return undefined;
      }
    },
    capabilities: () => capabilities(realms, tenant, ask),
    secondFactors: secondFactors(shared),
    accounts: accounts(shared),
    reportFault: (fault) => {
      if ('missing' in fault) log.warn(fault, tenantSettings.rbac);
      else if (fault.token === 'id') log.error({ err: fault.cause }, tenantSettings.idToken);
      else log.error(fault, tenantSettings[settingOfTokenFault[fault.reason] ?? 'unusableToken']);
    },
  };
}

const signUpDisabled: RefusalOf<'SignUpDisabled'> = { kind: 'SignUpDisabled' };

/** Data sources are made where they are first used. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** Which setting makes Auth0 hand out a token that we refuse, for the faults that have one. */
const settingOfTokenFault: Partial<Record<TokenFault, TenantSetting>> = {
  TOKEN_OPAQUE: 'opaqueToken',
  TOKEN_ENCRYPTED: 'encryptedToken',
  WRONG_AUDIENCE: 'audience',
  ID_TOKEN_SENT: 'audience',
  WRONG_ISSUER: 'issuer',
  WRONG_CLIENT: 'ownClient',
  UNSUPPORTED_ALGORITHM: 'signingAlgorithm',
};

/** Whether a token is not good for /userinfo, now or later. A 403 in other words than Auth0's is somebody's before it. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Auth0Error)) return false;
  const { status, code } = error.answer;
  return status === 401 || (status === 403 && code === 'insufficient_scope');
}
