import { badUserInput, serviceUnavailable } from '../errors.ts';
import { formatPosition, type EventLog } from '../store/event-log.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Tally } from '../telemetry/tally.ts';
import { Cursors, type TrailPosition } from './cursors.ts';
import { cleanEvent, parseEvent, type AuditEvent, type AuditMessage } from './event.ts';
import { readFilter, type EventFilter, type ReadFilter } from './event-filter.ts';
import { newestFirst } from './newest-first.ts';
import { Shelf } from './shelf.ts';

/** Dependencies of an {@link AuditTrail}. */
export interface AuditTrailOptions {
  /** Storage of successful administrative acts. */
  acts: EventLog;
  /** Storage of all other events. */
  attempts: EventLog;
  /** Counts the audited operations by outcome. */
  outcomes: Tally;
  /** Milliseconds for which an event is saved. */
  lifetime: number;
  /** Secrets of the cursors, newest first. */
  secrets: readonly string[];
  now: () => Date;
  log: Logger;
}

/** Arguments of {@link AuditTrail.search}. */
export interface EventSearch {
  filter?: EventFilter | null | undefined;
  /** Maximum number of events, 1 to 100. */
  first: number;
  /** Cursor of the event or page before. Default: starts with the newest event. */
  after?: string | null | undefined;
}

/** An event as it was saved. */
export interface SavedEvent extends AuditEvent {
  /** Unique in the trail. */
  id: string;
}

/** A page of events, newest first, in the form of a Relay connection. */
export interface EventPage {
  edges: { cursor: string; node: SavedEvent }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | undefined;
    endCursor: string | undefined;
  };
}

/** Maximum number of events on a page. */
export const maxPage = 100;
/** Maximum number of events that one search reads. It then returns what it has found, and where the next one continues. */
const maxScanned = 10_000;
/** Milliseconds by which the clock of the storage may be behind the gateway's. */
const clockTolerance = 5 * 60 * 1000;

/**
 * The audit trail of the process: logs each event, counts it, and saves it. Successful administrative acts have a shelf of their
 * own, so that other events never push them out.
 */
export class AuditTrail {
  readonly #options: AuditTrailOptions;
  readonly #cursors: Cursors;
  readonly #attempts: Shelf;
  readonly #acts: Shelf;

  constructor(options: AuditTrailOptions) {
    const { acts, attempts, secrets, log } = options;
    this.#options = options;
    this.#cursors = new Cursors(secrets);
    this.#attempts = new Shelf({ saved: attempts, log });
    this.#acts = new Shelf({ saved: acts, log });
  }

  /** Number of events that are not saved yet. */
  get waiting(): number {
    return this.#attempts.waiting + this.#acts.waiting;
  }

  /** Number of events that this process could not save. The log has them. */
  get lost(): number {
    return this.#attempts.lost + this.#acts.lost;
  }

  /**
   * Logs an event, counts it and starts to save it. A refresh that succeeds is only logged, because such events would push out all
   * others.
   */
  write(message: AuditMessage, facts: Omit<AuditEvent, 'time'>): void {
    const event = cleanEvent({ time: this.#options.now().toISOString(), ...facts });
    const { time: _time, address: clientIp, ...line } = event;
    const { operation, outcome } = event;
    if (message !== 'permission denied') this.#options.outcomes.add(operation, outcome);
    this.#options.log.info({ ...line, clientIp }, message);
    if (operation === 'refresh' && outcome === 'Session') return;
    const isChange = event.before !== undefined || event.after !== undefined;
    const shelf = message === 'administrative act' && isChange ? this.#acts : this.#attempts;
    shelf.add(JSON.stringify(event));
  }

  /**
   * Finds events, newest first. A page may have fewer events than asked for, even none, although another page follows: a search
   * reads at most 10,000 events.
   *
   * @throws `BAD_USER_INPUT` for a wrong argument; `SERVICE_UNAVAILABLE` if the storage cannot be read
   */
  async search({ filter: asked, first, after }: EventSearch): Promise<EventPage> {
    if (first < 1 || first > maxPage) throw badUserInput(`first must be 1 to ${maxPage}.`);
    const filter = readFilter(asked ?? {});
    const start = after == null ? undefined : this.#cursors.read(after);
    if (after != null && !start) throw badUserInput('after must be a cursor of auditEvents.');
    try {
      await Promise.all([this.#attempts.settle(), this.#acts.settle()]);
      return await this.#readPage({ filter, first, start });
    } catch (error) {
      this.#options.log.error({ err: error }, 'the audit trail cannot be read');
      throw serviceUnavailable('The audit trail cannot be read at the moment. Try again later.');
    }
  }

  async #readPage({
    filter,
    first,
    start,
  }: {
    filter: ReadFilter;
    first: number;
    start: TrailPosition | undefined;
  }): Promise<EventPage> {
    const edges: EventPage['edges'] = [];
    const oldest = this.#options.now().getTime() - this.#options.lifetime;
    let hasNextPage = false;
    let last: TrailPosition | undefined;
    let scanned = 0;
    for await (const entry of newestFirst([this.#acts, this.#attempts], start)) {
      if (entry.ms < Math.max(oldest, filter.from - clockTolerance)) break;
      hasNextPage = edges.length === first || scanned === maxScanned;
      if (hasNextPage) break;
      scanned += 1;
      last = entry;
      const event = parseEvent(entry.text);
      if (!event || !filter.matches(event)) continue;
      const id = `${formatPosition(entry)}-${entry.shelf}`;
      edges.push({ cursor: this.#cursors.create(entry), node: { ...cleanEvent(event), id } });
    }
    const hasPreviousPage = start !== undefined;
    const startCursor = edges[0]?.cursor;
    const endCursor = hasNextPage && last ? this.#cursors.create(last) : edges.at(-1)?.cursor;
    return { edges, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor } };
  }

  /** Saves the waiting events. */
  async close(): Promise<void> {
    await Promise.all([this.#attempts.close(), this.#acts.close()]);
  }
}
