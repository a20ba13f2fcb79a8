import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
  type IPolicy,
} from 'cockatiel';
import { ServiceRefusal } from './service-refusal.ts';

/** What stands between the gateway and one service, the same for all requests of the process. */
export interface Resilience {
  /** For what changes something: sent once. Rejects at once while the circuit is open. */
  once: IPolicy;
  /** For what changes nothing: sent again when the service could not be reached or was not ready. */
  repeatable: IPolicy;
  /** Whether the single request is on its way that tells whether the service is back. The policies would wait for it. */
  isTrying: () => boolean;
}

/** Failures in a row that open the circuit. */
const failuresInARow = 5;
/** Milliseconds for which it stays open; then a single request may try. */
const halfOpenAfter = 10_000;
/** How often a request is sent again at most; its time limit counts for all. */
const maxAttempts = 2;
/** Milliseconds, more or less, before it is sent again for the first time. */
const initialDelay = 50;

/**
 * A failure is that the service cannot be reached, does not end in time, or says that it is not ready. An answer is none, 500
 * included: or whoever finds what makes a service stumble could close it for everybody.
 */
export function resilience(
  service: string,
  log: { warn: (details: object, message: string) => void },
): Resilience {
  const once = circuitBreaker(handleWhen(isFailure), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter,
  });
  once.onBreak(() => {
    log.warn({ service }, 'a service fails again and again; it is not asked for ten seconds');
  });
  once.onReset(() => {
    log.warn({ service }, 'a service that failed answers again');
  });
  const again = retry(handleWhen(isFailure), {
    maxAttempts,
    backoff: new ExponentialBackoff({ initialDelay }),
  });
  return {
    once,
    repeatable: wrap(again, once),
    isTrying: () => once.state === CircuitState.HalfOpen,
  };
}

function isFailure(error: Error): boolean {
  if (error instanceof ServiceRefusal) return [502, 503, 504].includes(error.status);
  return !isBrokenCircuitError(error);
}
