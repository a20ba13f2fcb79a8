/** Receives one event for each operation on a session or account. `user` is a `sub`; undefined while the user is unknown. */
export type Audit = (event: { operation: string; outcome: string; user?: string }) => void;

/** Makes the function that waits for the outcome of an operation and reports it. */
export function auditor(audit: Audit) {
  return async <Outcome extends { kind: string; user?: { id: string } }>(
    operation: string,
    pending: Promise<Outcome>,
    caller?: string,
  ): Promise<Outcome> => {
    const outcome = await pending;
    const user = caller ?? outcome.user?.id;
    audit({ operation, outcome: outcome.kind, ...(user !== undefined && { user }) });
    return outcome;
  };
}
