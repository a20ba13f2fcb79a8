import type { CommonRefusal } from '../identity/outcomes.ts';
import { Auth0Error } from './auth0-error.ts';
import {
  interpretAnswer,
  type InterpretedAnswer,
  type RefusalsByOperation,
} from './error-catalogue/catalogue.ts';
import { providerOutage } from './error-catalogue/outages.ts';
import { ProxyError } from '../upstream/proxy.ts';
import type { RefusalLog, Reports } from './setting-log.ts';
import type { TenantSetting } from './tenant-settings.ts';

/** Calls Auth0, and translates every failure to a refusal. */
export type Attempt = ReturnType<typeof createAttempt>;

/** Options of {@link createAttempt}. */
export interface AttemptOptions {
  reports: Reports;
  log: RefusalLog;
  /** Whether logins use the tenant's default directory, because `AUTH0_CONNECTION` is empty. */
  usesDefaultDirectory: boolean;
}

/**
 * Creates the {@link Attempt} of one request. It finds the refusal in the error catalogue, and logs faults that an operator must
 * fix.
 */
export function createAttempt({ reports, log, usesDefaultDirectory }: AttemptOptions) {
  return async function attempt<Operation extends keyof RefusalsByOperation, Success>(
    operation: Operation,
    call: () => Promise<Success>,
  ): Promise<Success | CommonRefusal | RefusalsByOperation[Operation]> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ProxyError) {
        log.error({ err: error, operation }, `${error.variable}: no call to Auth0 gets through`);
        return providerOutage;
      }
      if (!(error instanceof Auth0Error)) {
        log.error(
          { err: error, operation },
          'Auth0 cannot be reached, or its answer cannot be read',
        );
        return providerOutage;
      }
      const { endpoint, status, code, lacking } = error.answer;
      const interpreted = interpretAnswer(operation, error.answer);
      const call = { operation, endpoint: withoutIds(endpoint) };
      const known = { ...call, status, error: loggableCode(code) };
      report(interpreted, lacking.length > 0 ? { ...known, lacking } : known);
      return interpreted?.refusal ?? providerOutage;
    }
  };

  /** Logs an answer, unless it has all members that it should have and its cause is the user's to fix, such as a wrong password. */
  function report(interpreted: InterpretedAnswer | undefined, details: AnswerDetails): void {
    if (!interpreted)
      reports.line('error', details, 'Auth0 gave an answer that the error catalogue does not know');
    else if (interpreted.setting) reports.setting(settingInUse(interpreted.setting), details);
    else if (interpreted.refusal.kind === 'ServiceUnavailable')
      log.error(details, 'Auth0 answers with an error');
    else if (details.lacking && !interpreted.note)
      reports.line('info', details, 'Auth0 refuses a request, and its answer lacks a member');
    if (interpreted?.note) reports.line('warn', details, interpreted.note);
  }

  /**
   * Returns the setting that applies: Auth0 gives the same answer for the connection that a login names and for the default
   * directory.
   */
  function settingInUse(setting: TenantSetting): TenantSetting {
    return setting === 'connection' && usesDefaultDirectory ? 'defaultDirectory' : setting;
  }
}

/** Details of an answer for the log. */
interface AnswerDetails {
  operation: string;
  /** Members that are missing in the answer. */
  lacking?: readonly string[];
}

/**
 * Returns the code. Returns a placeholder if the text is too long for a code, because it may contain personal data or secrets.
 */
function loggableCode(code: string): string {
  return /^\w{1,60}$/.test(code) ? code : '(not a code)';
}

/** Replaces the ID of a user, role or factor in a path by `{id}`. */
function withoutIds(endpoint: string): string {
  return endpoint.replace(/(?<=^(?:api\/v2\/(?:users|roles)|mfa\/authenticators)\/)[^/]+/, '{id}');
}
