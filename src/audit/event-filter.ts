import { badUserInput } from '../errors.ts';
import type { AuditEvent } from './event.ts';

/** Events to find. An event must meet each member that is set. */
export interface EventFilter {
  operation?: string | null | undefined;
  outcome?: string | null | undefined;
  /** Id of the user who acted. */
  actor?: string | null | undefined;
  /** Id of the user to whom it happened, or the digest of a name. */
  subject?: string | null | undefined;
  /** Earliest time, inclusive: ISO 8601 with a time zone. */
  from?: string | null | undefined;
  /** Latest time, exclusive. */
  to?: string | null | undefined;
}

/** Tests events against a filter. */
export interface ReadFilter {
  matches: (event: AuditEvent) => boolean;
  /** Earliest time (milliseconds since the epoch). */
  from: number;
}

/**
 * Reads a filter.
 *
 * @throws `BAD_USER_INPUT` for a time that is not one
 */
export function readFilter({
  operation,
  outcome,
  actor,
  subject,
  ...times
}: EventFilter): ReadFilter {
  const from = readTime('from', times.from) ?? -Infinity;
  const to = readTime('to', times.to) ?? Infinity;
  const isAny = (wanted: string | null | undefined, ...values: (string | undefined)[]) =>
    wanted == null || values.includes(wanted);
  return {
    from,
    matches: (event) => {
      const time = Date.parse(event.time);
      return (
        isAny(operation, event.operation) &&
        isAny(outcome, event.outcome) &&
        isAny(actor, event.actor) &&
        isAny(subject, event.subject, event.subjectDigest) &&
        time >= from &&
        time < to
      );
    },
  };
}

/** A time as in RFC 3339. Without a time zone, a time would depend on the zone of the gateway. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

function readTime(name: string, text: string | null | undefined): number | undefined {
  if (text == null) return undefined;
  const time = instant.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw badUserInput(`${name} must be a time such as 2026-11-28T11:19:00Z.`);
}
