import type { Limit } from '../limits/limit.ts';
import type { PasswordLogin, RefusalOf } from '../identity/outcomes.ts';
import type { Accounts } from '../identity/provider.ts';
import { Auth0Error } from './auth0-error.ts';
import type { AuthenticationAPI } from './authentication-api.ts';
import type { Ask, TenantReader } from './capabilities.ts';
import type { DatabaseIdentity, ManagementAPI } from './management-api.ts';
import { checkRules, listPolicyRules } from './password-policy.ts';
import { findRuleOfError } from './password-rules.ts';
import type { Reports } from './setting-log.ts';

/** Dependencies of {@link accounts}. */
export interface AccountsOptions {
  connections: ReadonlyMap<string, string | undefined>;
  clientId: string;
  tenant: TenantReader;
  authentication: () => AuthenticationAPI;
  ask: Ask;
  /**
   * Limits searches for a username. All users share the tenant's limit of Management API calls, which anonymous clients must not
   * use up.
   */
  lookups: Limit;
  reports: Reports;
}

/** Makes the {@link Accounts} of one request. */
export function accounts(options: AccountsOptions): Accounts {
  const { connections, clientId, tenant, authentication, ask, lookups, reports } = options;
  const { api, attempt } = ask;

  /** Calls the Management API. Without credentials for it, logs an error and returns a refusal. */
  function callManagement<
    Operation extends 'account' | 'management' | 'verificationEmail',
    Success,
  >(operation: Operation, call: (api: ManagementAPI) => Promise<Success>) {
    if (api) return attempt(operation, () => call(api));
    reports.setting('managementMissing', { operation });
    return Promise.resolve(unmanaged);
  }

  /**
   * Finds the realm of a connection. If no realm has this connection, returns the realm of the default directory, because that
   * may be any connection.
   */
  function realmOf(connection: string): string | undefined {
    const realms = [...connections];
    const found =
      realms.find(([, behind]) => behind === connection) ??
      realms.find(([, behind]) => behind === undefined);
    return found?.[0];
  }

  /** Lists an identity's realm and names. Returns nothing for an identity without a realm or a name. */
  function loginsOf({
    connection,
    username,
    email,
    phoneNumber,
  }: DatabaseIdentity): PasswordLogin[] {
    const realm = realmOf(connection);
    const [name, ...others] = [username, email, phoneNumber].filter((known) => known !== undefined);
    return realm === undefined || name === undefined
      ? []
      : [{ realm, usernames: [name, ...others] }];
  }

  /** Asks Auth0 to send the reset mail. Auth0 answers an unknown e-mail address in the same way. */
  function requestMail(account: { email: string; connection: string }) {
    return attempt('requestPasswordReset', async () => {
      await authentication().changePassword(account);
      return { kind: 'Requested' } as const;
    });
  }

  return {
    requestPasswordReset: async ({ realm, username }) => {
      const connection = connections.get(realm);
      if (connection === undefined) {
        reports.setting('resetConnection', { operation: 'requestPasswordReset' });
        return unmanaged;
      }
      if (username.includes('@')) return requestMail({ email: username, connection });
      const identity =
        lookups.take('all') ??
        (await callManagement('management', (management) =>
          management.identityNamed(username, connection),
        ));
      if (identity && 'kind' in identity) return identity;
      // The answer must not reveal whether the username exists, so the result of the mail is only logged.
      if (identity?.email !== undefined) void requestMail({ email: identity.email, connection });
      return { kind: 'Requested' };
    },
    find: (id) =>
      callManagement('account', async (management) => {
        const { identities, isBlocked } = await management.user(id);
        const logins = identities.flatMap(loginsOf);
        if (logins.length === 0) reports.setting('foreignAccount', { operation: 'find' });
        return { kind: 'FoundAccount', isBlocked, logins } as const;
      }),
    setPassword: (id, { realm, username, password }) =>
      callManagement('account', async (management) => {
        const { identities, isBlocked } = await management.user(id);
        // Setting a password in this way unblocks the user at Auth0. To keep a block, the gateway reads it just before.
        if (isBlocked) return { kind: 'AccountBlocked' } as const;
        const identity = identities.find((own) =>
          loginsOf(own).some(
            (login) => login.realm === realm && login.usernames.includes(username),
          ),
        );
        if (!identity) return { kind: 'InvalidCredentials' } as const;
        const { connection } = identity;
        try {
          await management.setPassword(id, { password, connection });
          return { kind: 'PasswordSet' } as const;
        } catch (error) {
          return checkRefusedPassword(error, { password, connection }, { tenant, ask });
        }
      }),
    isEmailVerified: async (id) => {
      if (!api) return 'untold';
      const user = await callManagement('account', (management) => management.user(id));
      return 'kind' in user ? user : user.emailVerified;
    },
    sendVerificationEmail: (id) =>
      callManagement('verificationEmail', async (management) => {
        const user = await management.user(id);
        if (user.emailVerified) return { kind: 'EmailAlreadyVerified' } as const;
        await management.sendVerificationEmail(id, clientId);
        return { kind: 'Sent' } as const;
      }),
  };
}

const unmanaged = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/**
 * Explains the Management API's refusal of a password, rule by rule.
 *
 * @throws any other error, unchanged
 */
export async function checkRefusedPassword(
  error: unknown,
  { password, connection }: { password: string; connection: string },
  { tenant, ask }: { tenant: TenantReader; ask: Ask },
): Promise<RefusalOf<'WeakPassword'>> {
  const refused = findRefusedRule(error);
  if (!refused) throw error;
  const policy = (await tenant.connection(connection, ask)) ?? {};
  const rules = checkRules(listPolicyRules(policy) ?? [], password, refused.rule);
  return { kind: 'WeakPassword', rules };
}

/**
 * Returns the password rule that a refusal of the Management API names. The name is part of the message here, unlike in a refusal
 * of a sign-up.
 *
 * @returns undefined for any other error
 */
function findRefusedRule(error: unknown): { rule: string | undefined } | undefined {
  if (!(error instanceof Auth0Error) || error.answer.status !== 400) return undefined;
  const { text } = error.answer;
  if (/leaked|breach/i.test(text)) return { rule: 'breached' };
  const [name] = /^Password\w+Error\b/.exec(text) ?? [];
  return name === undefined ? undefined : { rule: findRuleOfError(name) };
}
