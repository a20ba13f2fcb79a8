import type { CommonRefusal } from '../identity/outcomes.ts';
import { Auth0Error } from './auth0-error.ts';
import {
  interpretAnswer,
  type InterpretedAnswer,
  type RefusalsByOperation,
} from './error-catalogue/catalogue.ts';
import { providerOutage } from './error-catalogue/outages.ts';
import { tenantSettings } from './tenant-settings.ts';

/** Log for faults of the tenant's settings. */
export interface RefusalLog {
  info: (details: object, message: string) => void;
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/** Makes one call. The error catalogue turns a failure of any kind into a refusal. */
export type Attempt = ReturnType<typeof createAttempt>;

/** Makes the {@link Attempt} of one request. */
export function createAttempt(log: RefusalLog) {
  return async function attempt<Operation extends keyof RefusalsByOperation, Success>(
    operation: Operation,
    call: () => Promise<Success>,
  ): Promise<Success | CommonRefusal | RefusalsByOperation[Operation]> {
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
      const { endpoint, status, code, lacking } = error.answer;
      const interpreted = interpretAnswer(operation, error.answer);
      const line = logLineOf(interpreted);
      const call = { operation, endpoint: withoutIds(endpoint) };
      const known = { ...call, status, error: loggableCode(code) };
      const details = lacking.length > 0 ? { ...known, lacking } : known;
      if (line) log.error(details, line);
      if (interpreted?.note) log.warn(details, interpreted.note);
      else if (!line && lacking.length > 0)
        log.info(details, 'Auth0 refuses, and its answer lacks a member');
      return interpreted?.refusal ?? providerOutage;
    }
  };
}

/** Finds the log line of an answer; undefined for a refusal that only the user can resolve. */
function logLineOf(interpreted: InterpretedAnswer | undefined): string | undefined {
  if (!interpreted) return 'Auth0 gave an answer that the error catalogue does not know';
  if (interpreted.setting) return tenantSettings[interpreted.setting];
  return interpreted.refusal.kind === 'ServiceUnavailable' ? 'Auth0 is in trouble' : undefined;
}

/** Replaces a code that is too long for one: such a text may contain personal data or secrets. */
function loggableCode(code: string): string {
  return /^\w{1,60}$/.test(code) ? code : '(not a code)';
}

/** Replaces the IDs of users and factors in a path. */
function withoutIds(endpoint: string): string {
  return endpoint.replace(/(?<=^(?:api\/v2\/users|mfa\/authenticators)\/)[^/]+/, '{id}');
}
