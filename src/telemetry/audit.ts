/** The outcome of one credential mutation. */
export interface AuditEvent {
  /** The mutation, for example `login`; `logoutAll` for a logout everywhere. */
  operation: string;
  /** The kind of its result, for example `Session` or `InvalidCredentials`. */
  outcome: string;
  /** The user's `sub`, where the outcome names a user. */
  user?: string;
}

/** The log of one request: it adds the request's id and the client's address to each line. */
interface RequestLog {
  info: (details: object, message: string) => void;
}

/** Writes the audit line of a credential mutation: one line for each, at level `info`, without credentials. */
export function writeAuditLine(log: RequestLog, event: AuditEvent): void {
  log.info(event, 'credential mutation');
}
