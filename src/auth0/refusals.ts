import type { CommonRefusal } from '../identity/outcomes.ts';
import { Auth0Error } from './auth0-error.ts';
import { meaningOf, type Meaning, type RefusalsByOperation } from './error-catalogue/catalogue.ts';
import { providerOutage } from './error-catalogue/row.ts';
import { tenantSettings } from './tenant-settings.ts';

/** Where faults of the tenant's are told. */
export interface AttemptLog {
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/** Runs one call; a failure of any kind becomes the refusal that the catalogue has for it. */
export type Attempt = ReturnType<typeof attempts>;

/** Makes the {@link Attempt} of one request. */
export function attempts(log: AttemptLog) {
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
      const { endpoint, status, code } = error.answer;
      const meaning = meaningOf(operation, error.answer);
      const line = logLineOf(meaning);
      const place = { operation, endpoint: loggableEndpoint(endpoint) };
      const details = { ...place, status, error: loggable(code) };
      if (line) log.error(details, line);
      if (meaning?.note) log.warn(details, meaning.note);
      return meaning?.refusal ?? providerOutage;
    }
  };
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

/** Ids in a path are people's, or their factors'. */
function loggableEndpoint(endpoint: string): string {
  return endpoint.replace(/(?<=^(?:api\/v2\/users|mfa\/authenticators)\/)[^/]+/, '{id}');
}
