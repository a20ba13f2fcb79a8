import { createHash } from 'node:crypto';

/** What an endpoint tells the log. The members are Auth0's; which ones a record has depends on its type. */
export interface LogEntry {
  /** Event type code, for example `sepft`. */
  type: string;
  description?: string;
  connection?: string;
  client_id?: string | undefined;
  client_name?: string | undefined;
  /** The end user's address, as far as the tenant believes it. */
  ip: string;
  /** The peer's address; records of the user's credentials (`fp`, `fu`) have none. */
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

/** A tenant log record, as `GET /api/v2/logs` shows it. */
export interface LogRecord extends LogEntry {
  /** ISO 8601 with milliseconds. */
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
  /** The records kept, oldest first. */
  records(): readonly LogRecord[];
}

const maxRecords = 2_000;

/** A log that keeps its 2000 newest records. */
export function tenantLogs(now: () => Date): TenantLogs {
  const records: LogRecord[] = [];
  let written = 0;

  return {
    write({ type, description = '', connection, ...entry }) {
      const date = now().toISOString();
      const log_id = logId(date, (written += 1));
      records.push({
        date,
        type,
        description,
        ...(connection !== undefined && { connection, connection_id: connectionId(connection) }),
        ...entry,
        user_agent: 'Other 0.0.0 / Other 0.0.0',
        log_id,
        _id: log_id,
        isMobile: false,
      });
      if (records.length > maxRecords) records.shift();
    },
    records: () => records,
  };
}

/** The id Auth0 would have made up for a connection, from its name. */
export function connectionId(name: string): string {
  const hash = createHash('sha256').update(name).digest('base64url');
  return `con_${hash.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16)}`;
}

/** `900`, the time to the second, and digits that grow with each record: 56 in all, so that ids sort as they were written. */
function logId(date: string, sequence: number): string {
  const time = date.replaceAll(/\D/g, '').slice(0, 14);
  return `900${time}${String(sequence).padStart(39, '0')}`;
}
