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

/** Number of consecutive failures after which the circuit opens. */
const failuresInARow = 5;
/** Milliseconds for which the circuit stays open. Afterwards it allows one request as a probe. */
const halfOpenAfter = 10_000;
/** Maximum number of retries after the first attempt. The request's time limit covers all attempts. */
const maxAttempts = 2;
/** Milliseconds before the first retry, with some jitter. */
const initialDelay = 50;

/**
 * Circuit breaker and retries for one service, shared by all requests of the process.
 *
 * A failure means that the service does not answer, exceeds the time limit, or answers 502, 503 or 504. Any other answer counts
 * as a success, even 500. Otherwise a client with an input that breaks the service could open the circuit for everyone. A call
 * that the gateway itself cancels is not a failure.
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

  /** @param service - name of the service in log lines */
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

  /** Whether a probe is running, to find out whether the service works again. A call would now wait for the probe. */
  get isProbing(): boolean {
    return this.#circuit.state === CircuitState.HalfOpen;
  }

  /**
   * Makes a call once. Used for a request that changes data.
   *
   * @param signal - aborts when the time limit of the call is over
   * @throws the error of the call, unchanged; `BrokenCircuitError` at once while the circuit is open
   */
  callOnce<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    return this.#circuit.execute(call, signal);
  }

  /**
   * Makes a call, and retries it after a failure. Used for a request that changes no data.
   *
   * @param signal - aborts when the time limit of all attempts is over
   * @throws the errors of {@link callOnce}
   */
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
