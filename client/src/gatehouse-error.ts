/**
 * A failed request that a form cannot explain to the user. `code` is `extensions.code` of the GraphQL error, or
 * `SERVICE_UNAVAILABLE` if there is no answer.
 */
export class GatehouseError extends Error {
  override readonly name = 'GatehouseError';
  /** Code for programs to branch on, for example `FORBIDDEN`. */
  readonly code: string;
  /** `extensions.reason` of an `UNAUTHENTICATED` error, for example `TOKEN_EXPIRED`. */
  readonly reason: string | undefined;
  /** Seconds to wait before the next attempt. Undefined if the gateway names none. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, more: { reason?: string; retryAfter?: number } = {}) {
    super(message);
    this.code = code;
    this.reason = more.reason;
    this.retryAfter = more.retryAfter;
  }

  /** Whether the gateway, Auth0 or the network is down. An outage does not end the session: the user stays signed in. */
  get isOutage(): boolean {
    return this.code === 'SERVICE_UNAVAILABLE' || this.code === 'INTERNAL_SERVER_ERROR';
  }
}

/** Returns an error with the code `SERVICE_UNAVAILABLE`. */
export function outage(message: string, retryAfter?: number | null): GatehouseError {
  return new GatehouseError('SERVICE_UNAVAILABLE', message, retryAfter ? { retryAfter } : {});
}

/** Whether a failure is an outage of the gateway, Auth0 or the network. */
export function isOutage(error: unknown): error is GatehouseError {
  return error instanceof GatehouseError && error.isOutage;
}
