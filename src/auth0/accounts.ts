import type { Limit } from '../limits/limit.ts';
import type { RefusalOf } from '../identity/outcomes.ts';
import type { Accounts } from '../identity/provider.ts';
import { Auth0Error } from './auth0-error.ts';
import type { AuthenticationAPI } from './authentication-api.ts';
import type { Ask, TenantReader } from './capabilities.ts';
import type { ManagementAPI } from './management-api.ts';
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
   * Limit of searches for a username. All users share the tenant's limit of Management API calls, which an anonymous client must
   * not use up.
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
   * Finds the realm of a connection. If no realm has this connection, returns the realm of the default directory, which may be any
   * connection.
   */
  function realmOf(connection: string): string | undefined {
    const realms = [...connections];
    const found =
      realms.find(([, behind]) => behind === connection) ??
      realms.find(([, behind]) => behind === undefined);
    return found?.[0];
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
      const user =
        lookups.take('all') ??
        (await callManagement('management', (management) =>
          management.userNamed(username, connection),
        ));
      if (user && 'kind' in user) return user;
      // The answer must not reveal whether the username exists: only the log has the outcome of its mail.
      if (user?.email !== undefined) void requestMail({ email: user.email, connection });
      return { kind: 'Requested' };
    },
    find: (id) =>
      callManagement('account', async (management) => {
        const { connection, email, username, phoneNumber } = await management.user(id);
        const realm = connection === undefined ? undefined : realmOf(connection);
        if (realm === undefined) reports.setting('foreignAccount', { operation: 'find' });
        return {
          kind: 'AccountName',
          realm,
          username: username ?? email ?? phoneNumber ?? '',
        } as const;
      }),
    setPassword: (id, { realm, password }) =>
      callManagement('account', async (management) => {
        const connection = connections.get(realm);
        try {
          await management.setPassword(id, {
            password,
            ...(connection !== undefined && { connection }),
          });
          return { kind: 'PasswordSet' } as const;
        } catch (error) {
          const refused = findRefusedRule(error);
          if (!refused) throw error;
          const policy =
            (connection === undefined ? undefined : await tenant.connection(connection, ask)) ?? {};
          return weakPassword(checkRules(listPolicyRules(policy) ?? [], password, refused.rule));
        }
      }),
    isEmailVerified: async (id) => {
      const user = await callManagement('account', (management) => management.user(id));
      return 'kind' in user ? undefined : user.emailVerified;
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

const weakPassword = (rules: RefusalOf<'WeakPassword'>['rules']) =>
  ({ kind: 'WeakPassword', rules }) as const;

/**
 * Returns the rule that a refusal by the Management API names, if the refusal concerns a password. Unlike a refusal of a sign-up,
 * this one has the name of the error within a text.
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
