import { Durations } from '../telemetry/durations.ts';
import { Tally } from '../telemetry/tally.ts';

/**
 * Outcomes of a call.
 *
 * - `ok`: status 2xx
 * - `rate_limited`: status 429
 * - `refused`: any other status below 500
 * - `failed`: status 500 or above, or an answer that cannot be used
 * - `timed_out`: no complete answer within the time limit
 * - `unreachable`: no connection, or a broken connection
 * - `cancelled`: the gateway has cancelled the call
 */
export const callOutcomes = [
  'ok',
  'rate_limited',
  'refused',
  'failed',
  'timed_out',
  'unreachable',
  'cancelled',
] as const;

/** One of {@link callOutcomes}. */
export type CallOutcome = (typeof callOutcomes)[number];

/** Counts and times the outgoing calls of the process. Each retry counts as a call. */
export class Calls<Extra extends string = never> {
  /** Number of calls, by target and outcome. */
  readonly counts: Tally;
  /** Durations of the calls to each target, including the answers' bodies. */
  readonly durations: ReadonlyMap<string, Durations>;

  /**
   * @param label - kind of the targets: `endpoint` or `service`
   * @param targets - all targets. A call to any other target counts as `other`, and its duration is not measured
   * @param extra - outcomes in addition to {@link callOutcomes}
   */
  constructor(label: string, targets: readonly string[], extra: readonly Extra[] = []) {
    const outcomes = [...callOutcomes, ...extra];
    this.counts = new Tally(
      [label, 'outcome'],
      targets.flatMap((target) => outcomes.map((outcome) => [target, outcome])),
    );
    this.durations = new Map(targets.map((target) => [target, new Durations()]));
  }

  /**
   * Makes a call, counts it and times it.
   *
   * @throws the error of the call, unchanged
   */
  async measure<Result>(target: string, call: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const end = (outcome: CallOutcome) => {
      this.counts.add(target, outcome);
      this.durations.get(target)?.add((performance.now() - startedAt) / 1000);
    };
    try {
      const result = await call();
      end('ok');
      return result;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    }
  }

  /** Counts a call that the gateway has not made. */
  skip(target: string, outcome: Extra): void {
    this.counts.add(target, outcome);
  }
}

/** Finds the outcome of a call from its error. Only the error of an answer has a `status`. */
function outcomeOf(error: unknown): CallOutcome {
  const { name, status } = error as { name?: unknown; status?: unknown };
  if (typeof status === 'number') {
    if (status === 429) return 'rate_limited';
    return status < 500 ? 'refused' : 'failed';
  }
  if (name === 'TimeoutError') return 'timed_out';
  if (name === 'AbortError') return 'cancelled';
  // `fetch` throws a TypeError for any fault of the connection.
  return name === 'TypeError' || name === 'ProxyError' ? 'unreachable' : 'failed';
}
