import type { TokenFault } from '../errors.ts';
import type { Refusal } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import { Auth0Error } from './auth0-error.ts';
import { AuthenticationAPI, type AuthenticationAPIOptions } from './authentication-api.ts';
import {
  meaningOf,
  providerOutage,
  type Meaning,
  type RefusalsByOperation,
} from './error-catalogue.ts';
import { tenantSettings, type TenantSetting } from './tenant-settings.ts';

/** Our application at Auth0, and where faults of the tenant's are told. */
export interface Auth0ProviderOptions extends AuthenticationAPIOptions {
  /** Database connection of sign-up and sign-in; undefined: the tenant's default directory, and no sign-up. */
  connection: string | undefined;
  log: {
    warn: (details: object, message: string) => void;
    error: (details: object, message: string) => void;
  };
}

/** Auth0 as an {@link IdentityProvider}, for one request. */
export function auth0Provider(options: Auth0ProviderOptions): IdentityProvider {
  const { connection, log } = options;
  let made: AuthenticationAPI | undefined;
  const api = () => (made ??= new AuthenticationAPI(options));

  /** Runs one call; a failure of any kind becomes the refusal that the catalogue has for it. */
  async function attempt<Operation extends keyof RefusalsByOperation, Success>(
    operation: Operation,
    call: () => Promise<Success>,
  ): Promise<Success | RefusalsByOperation[Operation]> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Auth0Error)) {
        log.error(
          { err: error, operation },
          'Auth0 cannot be reached, or its answer cannot be read',
        );
        return providerOutage;
      }
      const { endpoint, status, code } = error.answer;
      const meaning = meaningOf(operation, error.answer);
      const line = logLineOf(meaning);
      const details = { operation, endpoint, status, error: loggable(code) };
      if (line) log.error(details, line);
      if (meaning?.note) log.warn(details, meaning.note);
      return meaning?.refusal ?? providerOutage;
    }
  }

  return {
    signUp: ({ email, password }) => {
      if (connection === undefined)
        return Promise.resolve({ kind: 'SignUpDisabled' } satisfies Refusal);
      return attempt('signUp', async () => {
        const account = await api().signup({ email, password, connection });
        return { kind: 'SignedUp', account } as const;
      });
    },
    signIn: (credentials) =>
      attempt('signIn', async () => {
        const tokens = await (connection === undefined
          ? api().passwordGrant(credentials)
          : api().passwordRealmGrant({ ...credentials, realm: connection }));
        if (!tokens.refreshToken && options.scopes.includes('offline_access')) {
          log.warn({ missing: 'refresh token' }, tenantSettings.offlineAccess);
        }
        return { kind: 'Tokens', tokens } as const;
      }),
    refresh: (refreshToken) =>
      attempt('refresh', async () => {
        return { kind: 'Tokens', tokens: await api().refreshTokenGrant(refreshToken) } as const;
      }),
    revoke: (refreshToken) =>
      attempt('revoke', async () => {
        await api().revoke(refreshToken);
        return { kind: 'Revoked' } as const;
      }),
    profile: async (accessToken, subject) => {
      try {
        return await api().userinfo(accessToken, subject);
      } catch (error) {
        if (isRefused(error)) return { email: undefined, emailVerified: undefined };
        log.warn({ err: error, operation: 'profile' }, '/userinfo cannot be read just now');
        return undefined;
      }
    },
    reportFault: (fault) => {
      if ('missing' in fault) log.warn(fault, tenantSettings.rbac);
      else if (fault.token === 'id') log.error({ err: fault.cause }, tenantSettings.idToken);
      else log.error(fault, tenantSettings[settingOfTokenFault[fault.reason] ?? 'unusableToken']);
    },
  };
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

/** What the log gets; nothing for what only the person can mend. */
function logLineOf(meaning: Meaning | undefined): string | undefined {
  if (!meaning) return 'Auth0 answered what the error catalogue does not know';
  if (meaning.setting) return tenantSettings[meaning.setting];
  return meaning.refusal.kind === 'ServiceUnavailable' ? 'Auth0 is in trouble' : undefined;
}

/** Codes are short words; anything longer is not one and may hold more than a log should. */
function loggable(code: string): string {
  return /^\w{1,60}$/.test(code) ? code : '(not a code)';
}
