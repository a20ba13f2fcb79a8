import type { TokenFault } from '../errors.ts';
import type {
  ProfileClaims,
  RefusalOf,
  SecondFactorNeeded,
  Tokens,
  TokenSet,
} from '../identity/outcomes.ts';
import type { IdentityProvider, IssuedTokenFault } from '../identity/provider.ts';
import type { Limit } from '../limits/limit.ts';
import { accounts } from './accounts.ts';
import { Auth0Error } from './auth0-error.ts';
import { AuthenticationAPI, type AuthenticationAPIOptions } from './authentication-api.ts';
import { readCapabilities, type TenantReader } from './capabilities.ts';
import type { ForwardedAddressCheck } from './forwarded-address-check.ts';
import type { providerOutage } from './error-catalogue/outages.ts';
import { ManagementAPI } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import { MfaAPI } from './mfa-api.ts';
import { createAttempt, type RefusalLog } from './refusals.ts';
import { findSecondFactor, secondFactors } from './second-factors.ts';
import type { SettingNotes } from './setting-notes.ts';
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
  /** Limits the calls of the Management API that an anonymous caller causes with a username. */
  lookups: Limit;
  notes: SettingNotes;
  forwardedAddressCheck: Pick<ForwardedAddressCheck, 'begin'>;
  log: RefusalLog;
}

/** Makes Auth0's {@link IdentityProvider} for one request. */
export function auth0Provider(options: Auth0ProviderOptions): IdentityProvider {
  const { connections, tenantUrl, managementToken, tenant, notes, log } = options;
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
  async function orSecondFactor(
    tokens: Promise<TokenSet>,
  ): Promise<Tokens | SecondFactorNeeded | typeof providerOutage> {
    try {
      return { kind: 'Tokens', tokens: await tokens };
    } catch (error) {
      return findSecondFactor(error, shared);
    }
  }

  return {
    signUp: async ({ realm, ...account }) => {
      const connection = connections.get(realm);
      if (connection === undefined) return signUpDisabled;
      const outcome = await attempt('signUp', async () => {
        const created = await authentication().signup({ ...account, connection });
        return { kind: 'SignedUp', account: created } as const;
      });
      // With a username, the username may be the one that is taken.
      const isAddressTaken = outcome.kind === 'UserExists' && account.username === undefined;
      if (isAddressTaken) notes.write('takenAddresses', log);
      if (outcome.kind === 'TooManyAttempts' && outcome.of === 'attempts')
        notes.write('sharedSignUpAddress', log);
      return outcome;
    },
    signIn: ({ realm, ...user }, asked) =>
      attempt('signIn', async () => {
        const login = { ...user, connection: connections.get(realm) };
        const checkAddress = options.forwardedAddressCheck.begin(options.clientIp);
        const outcome = await orSecondFactor(authentication().passwordGrant(login, asked));
        if (outcome.kind === 'Tokens') checkAddress(outcome.tokens.accessToken);
        const lacksRefreshToken = outcome.kind === 'Tokens' && !outcome.tokens.refreshToken;
        if (lacksRefreshToken && asked.scopes.includes('offline_access'))
          notes.write('offlineAccess', log, { missing: 'refresh token' });
        return outcome;
      }),
    refresh: (refreshToken) =>
      attempt('refresh', async () => {
        const outcome = await orSecondFactor(authentication().refreshTokenGrant(refreshToken));
        if (outcome.kind === 'Tokens') {
          const { refreshToken: next = refreshToken } = outcome.tokens;
          if (next === refreshToken) notes.write('rotation', log);
        }
        return outcome;
      }),
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
      reportFault(fault, { notes, log });
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

function reportFault(
  fault: IssuedTokenFault,
  { notes, log }: Pick<Auth0ProviderOptions, 'notes' | 'log'>,
): void {
  if ('missing' in fault) notes.write(settingOfMissing[fault.missing], log, fault);
  else if (fault.token === 'refresh') notes.write('rotationOverlap', log, fault);
  else if (fault.token === 'id') log.error({ err: fault.cause }, tenantSettings.idToken);
  else log.error(fault, tenantSettings[settingOfTokenFault[fault.reason] ?? 'unusableToken']);
}

const settingOfMissing = { permissions: 'rbac', roles: 'rolesClaim' } as const;

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
