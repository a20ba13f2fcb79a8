/** Outcome of an operation on a session or account. */
interface AuditedOutcome {
  kind: string;
  user?: { id: string };
}

/** The log of one request: it adds the request's id and the client's address to each line. */
interface RequestLog {
  info: (details: object, message: string) => void;
}

/**
 * The audit trail: one line at level `info` for each operation on a session or account, without credentials. A line has the operation
 * (`login`), its outcome (`Session`, `InvalidCredentials`), and the user's `sub` where it is known.
 */
export class AuditLog {
  readonly #log: RequestLog;

  constructor(log: RequestLog) {
    this.#log = log;
  }

  /**
   * Waits for an operation, and writes its line.
   *
   * @param operation - its name, for example `login`; `logoutAll` for a logout everywhere
   * @param user - `sub` of the user who asked for it. Default: the user of the outcome
   */
  async record<Outcome extends AuditedOutcome>(
    operation: string,
    pending: Promise<Outcome>,
    user?: string,
  ): Promise<Outcome> {
    const outcome = await pending;
    const sub = user ?? outcome.user?.id;
    const event = { operation, outcome: outcome.kind, ...(sub && { user: sub }) };
    this.#log.info(event, 'credential mutation');
    return outcome;
  }
}
