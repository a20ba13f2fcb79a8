import { Durations } from '../telemetry/durations.ts';
import { Tally } from '../telemetry/tally.ts';

/**
 * Outcomes of a call.
 *
 * - `ok`: status 2xx
 * - `rate_limited`: status 429
 * - `refused`: any other status under 500
 * - `failed`: status 500 or more, or an answer that cannot be used
 * - `timed_out`: no complete answer within the time limit
 * - `unreachable`: no connection, or one that broke
 * - `cancelled`: the gateway gave the call up
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

/** Counts and times the calls of the process to others, from its start on. A repetition is a call of its own. */
export class Calls<Extra extends string = never> {
  /** Number of calls, by target and outcome. */
  readonly counts: Tally;
  /** Durations of the calls to each target, with the answers' bodies. */
  readonly durations: ReadonlyMap<string, Durations>;

  /**
   * @param label - what a target is: `endpoint` or `service`
   * @param targets - all targets. A call to another one counts as `other`, and its duration is not counted
   * @param extra - outcomes beside {@link callOutcomes}
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

  /** Counts a call that was not made. */
  skip(target: string, outcome: Extra): void {
    this.counts.add(target, outcome);
  }
}

/** Tells the outcome of a call from its error. The error of an answer has a `status`. */
function outcomeOf(error: unknown): CallOutcome {
  const { name, status } = error as { name?: unknown; status?: unknown };
  if (typeof status === 'number') {
    if (status === 429) return 'rate_limited';
    return status < 500 ? 'refused' : 'failed';
  }
  if (name === 'TimeoutError') return 'timed_out';
  if (name === 'AbortError') return 'cancelled';
  // A TypeError is the error of `fetch` for any fault of the connection.
  return name === 'TypeError' || name === 'ProxyError' ? 'unreachable' : 'failed';
}
