/** Outcome of an operation on a session or account. */
interface AuditedOutcome {
  kind: string;
  user?: { id: string };
  /** Cause of a refusal, where the kind does not tell it. */
  reason?: string;
}

/** The log of one request. Each line has the request's id and the client's address. */
interface RequestLog {
  info: (details: object, message: string) => void;
}

/**
 * The audit trail: one line at level `info` for each operation on a session or account. A line has the operation (`login`), its
 * outcome (`Session`, `InvalidCredentials`), and the user's `sub` if it is known. It never contains credentials.
 */
export class AuditLog {
  readonly #log: RequestLog;

  constructor(log: RequestLog) {
    this.#log = log;
  }

  /**
   * Waits for the outcome of an operation, and logs it.
   *
   * @param operation - name of the operation, for example `login`; `logoutAll` for a logout everywhere
   * @param user - `sub` of the signed-in user. Default: the user in the outcome
   */
  async record<Outcome extends AuditedOutcome>(
    operation: string,
    pending: Promise<Outcome>,
    user?: string,
  ): Promise<Outcome> {
    const outcome = await pending;
    const sub = user ?? outcome.user?.id;
    const { kind, reason } = outcome;
    const event = {
      operation,
      outcome: kind,
      ...(reason !== undefined && { reason }),
      ...(sub !== undefined && { user: sub }),
    };
    this.#log.info(event, 'credential mutation');
    return outcome;
  }
}
