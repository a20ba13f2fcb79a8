import type { CommonRefusal } from '../identity/outcomes.ts';
import { Auth0Error } from './auth0-error.ts';
import {
  interpretAnswer,
  type InterpretedAnswer,
  type RefusalsByOperation,
} from './error-catalogue/catalogue.ts';
import { providerOutage } from './error-catalogue/outages.ts';
import { ProxyError } from '../upstream/proxy.ts';
import { tenantSettings } from './tenant-settings.ts';

/** The log of one request, for faults of the tenant's settings. */
export interface RefusalLog {
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/** Calls Auth0, and turns a failure of any kind into a refusal. */
export type Attempt = ReturnType<typeof createAttempt>;

/**
 * Makes the {@link Attempt} of one request. It finds the refusal in the error catalogue, and logs a fault that the operator has to
 * mend.
 */
export function createAttempt(log: RefusalLog) {
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
      const { endpoint, status, code } = error.answer;
      const interpreted = interpretAnswer(operation, error.answer);
      const line = logLineOf(interpreted);
      const call = { operation, endpoint: withoutIds(endpoint) };
      const details = { ...call, status, error: loggableCode(code) };
      if (line) log.error(details, line);
      if (interpreted?.note) log.warn(details, interpreted.note);
      return interpreted?.refusal ?? providerOutage;
    }
  };
}

/** Finds the log line for an answer. Returns undefined for a refusal that only the user can resolve. */
function logLineOf(interpreted: InterpretedAnswer | undefined): string | undefined {
  if (!interpreted) return 'Auth0 gave an answer that the error catalogue does not know';
  if (interpreted.setting) return tenantSettings[interpreted.setting];
  return interpreted.refusal.kind === 'ServiceUnavailable' ? 'Auth0 is in trouble' : undefined;
}

/** Returns the code, or a placeholder if the text is too long to be a code: such a text may contain personal data or secrets. */
function loggableCode(code: string): string {
  return /^\w{1,60}$/.test(code) ? code : '(not a code)';
}

/** Replaces the ID of a user or factor in a path by `{id}`. */
function withoutIds(endpoint: string): string {
  return endpoint.replace(/(?<=^(?:api\/v2\/users|mfa\/authenticators)\/)[^/]+/, '{id}');
}
