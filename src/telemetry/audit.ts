/** Outcome of an operation on a session or account. */
interface AuditedOutcome {
  kind: string;
  /** Words of the provider's tenant for a denied sign-in. */
  reason?: string | undefined;
  user?: { id: string };
}

/** The log of one request: it adds the request's id and the client's address to each line. */
interface RequestLog {
  info: (details: object, message: string) => void;
}

/**
 * The audit trail: one line at level `info` for each operation on a session or account, without credentials. A line has the operation
 * (`login`), its outcome (`Session`, `InvalidCredentials`), the user's `sub` where it is known, and the `reason` of a `LoginDenied`.
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
   * @param typed - what the user typed: the line has none of it, even if the tenant's reason repeats it
   */
  async record<Outcome extends AuditedOutcome>(
    operation: string,
    pending: Promise<Outcome>,
    user?: string,
    typed: object = {},
  ): Promise<Outcome> {
    const outcome = await pending;
    const sub = user ?? outcome.user?.id;
    const { kind, reason } = outcome;
    const event = {
      operation,
      outcome: kind,
      ...(sub && { user: sub }),
      ...(reason && { reason: withoutTyped(reason, typed) }),
    };
    this.#log.info(event, 'credential mutation');
    return outcome;
  }
}

/** Replaces what the user typed in a reason, and each e-mail address: the log has neither names nor secrets of users. */
function withoutTyped(reason: string, typed: object): string {
  const values = Object.values(typed).filter(
    (value) => typeof value === 'string' && value.length > 2,
  );
  return values
    .reduce<string>((text, value) => text.replaceAll(value as string, '(input)'), reason)
    .replaceAll(/[^\s@]{1,64}@[^\s@]+/g, '(address)');
}
