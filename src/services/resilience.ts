import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel';
import { ServiceRefusal } from './service-refusal.ts';

/** Failures in a row that open the circuit. */
const failuresInARow = 5;
/** Milliseconds for which the circuit stays open. Then it lets one request through as a probe. */
const halfOpenAfter = 10_000;
/** Repetitions of one request at most. Its time limit counts for all of them together. */
const maxAttempts = 2;
/** Milliseconds before the first repetition, give or take some jitter. */
const initialDelay = 50;

/**
 * Circuit breaker and repetitions for one service. All requests of the process share it.
 *
 * A failure is a service that is unreachable, exceeds the time limit, or answers 502, 503 or 504. Every other answer counts as
 * a success, 500 included: otherwise a client that finds an input which breaks the service could open the circuit for everyone.
 * A call that the gateway itself cancels is no failure.
 */
export class Resilience {
  readonly #circuit = circuitBreaker(handleWhen(isFailure), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter,
  });
  readonly #repetitions = wrap(
    retry(handleWhen(isFailure), {
      maxAttempts,
      backoff: new ExponentialBackoff({ initialDelay }),
    }),
    this.#circuit,
  );

  /** @param service - name of the service, for the log */
  constructor(service: string, log: { warn: (details: object, message: string) => void }) {
    this.#circuit.onBreak(() => {
      log.warn(
        { service },
        'a service fails again and again; the gateway stops calling it for ten seconds',
      );
    });
    this.#circuit.onReset(() => {
      log.warn({ service }, 'a service that failed answers again');
    });
  }

  /** Whether a probe is on its way, which tells whether the service is back. Another call would wait for the probe. */
  get isProbing(): boolean {
    return this.#circuit.state === CircuitState.HalfOpen;
  }

  /**
   * Calls once, for a request that changes data.
   *
   * @param signal - aborts with the call's time limit
   * @throws the call's own error; `BrokenCircuitError`, at once, while the circuit is open
   */
  callOnce<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    return this.#circuit.execute(call, signal);
  }

  /** Calls as {@link callOnce} does, and repeats the call after a failure: for a request that changes no data. */
  callRepeatedly<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    return this.#repetitions.execute(call, signal);
  }
}

function isFailure(error: Error): boolean {
  if (error instanceof ServiceRefusal) return [502, 503, 504].includes(error.status);
  return !isBrokenCircuitError(error) && !isCancellation(error);
}

/** Whether an error is the default reason of an aborted signal. A time limit has another reason. */
export function isCancellation(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
