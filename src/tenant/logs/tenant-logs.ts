import { createHash } from 'node:crypto';
import type { SavedState } from '../saved-state/saved-state.ts';

/** An entry that an endpoint writes to the log. It has Auth0's members, and the event type decides which of them are present. */
export interface LogEntry {
  /** Code of the event type, for example `sepft`. */
  type: string;
  description?: string;
  connection?: string;
  client_id?: string | undefined;
  client_name?: string | undefined;
  /** Address of the user: the forwarded one if a trusted client sends it, else the peer's. */
  ip: string;
  /** Address of the peer. Auth0 has it in records of token requests, except about wrong credentials (`fp`, `fu`). */
  client_ip?: string;
  hostname?: string;
  user_id?: string;
  user_name?: string;
  audience?: string;
  scope?: string;
  strategy?: string;
  strategy_type?: string;
  auth0_client?: object;
  details?: Record<string, unknown>;
}

/** A record of the tenant log, as `GET /api/v2/logs` shows it. */
export interface LogRecord extends LogEntry {
  /** Time of the event in ISO 8601, with milliseconds. */
  date: string;
  connection_id?: string;
  user_agent: string;
  log_id: string;
  _id: string;
  isMobile: false;
}

/** The log of a tenant. */
export interface TenantLogs {
  write(entry: LogEntry): void;
  /** Lists the stored records, oldest first. */
  records(): readonly LogRecord[];
}

const maxRecords = 2_000;

/** Makes a log that stores the 2,000 newest records. */
export function tenantLogs(state: SavedState, now: () => Date): TenantLogs {
  const saved = state.records<LogRecord>('log');
  const records = [...saved.found.values()];
  let written = sequenceOf(records.at(-1)?.log_id);

  return {
    write({ type, description = '', connection, ...entry }) {
      const date = now().toISOString();
      const log_id = logId(date, (written += 1));
      const record: LogRecord = {
        date,
        type,
        description,
        ...(connection !== undefined && { connection, connection_id: connectionId(connection) }),
        ...entry,
        user_agent: 'Other 0.0.0 / Other 0.0.0',
        log_id,
        _id: log_id,
        isMobile: false,
      };
      records.push(record);
      saved.set(log_id, record);
      const [oldest] = records;
      if (oldest && records.length > maxRecords) {
        records.shift();
        saved.delete(oldest.log_id);
      }
    },
    records: () => records,
  };
}

/** Derives the ID of a connection from its name, in Auth0's form. */
export function connectionId(name: string): string {
  const hash = createHash('sha256').update(name).digest('base64url');
  return `con_${hash.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16)}`;
}

/**
 * Makes the ID of a record: `900`, the time in seconds, and a counter. All IDs have 56 digits, so records sorted by ID are sorted
 * by time.
 */
function logId(date: string, sequence: number): string {
  const time = date.replaceAll(/\D/g, '').slice(0, 14);
  return `900${time}${String(sequence).padStart(39, '0')}`;
}

/** Reads the counter in the ID of a record. Returns 0 for an empty ID. */
function sequenceOf(log_id = ''): number {
  return Number(log_id.slice(-39));
}
