/**
 * A request that came to nothing, and that no form can explain to a user. `code` is `extensions.code` of the answer. An operation
 * that cannot be sent, or gets no answer, has the code `SERVICE_UNAVAILABLE`.
 */
export class GatehouseError extends Error {
  override readonly name = 'GatehouseError';
  /** What a program branches on, for example `FORBIDDEN`. */
  readonly code: string;
  /** `extensions.reason` of an `UNAUTHENTICATED`, for example `TOKEN_EXPIRED`. */
  readonly reason: string | undefined;
  /** Seconds to wait before the next try, when the gateway says so. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, more: { reason?: string; retryAfter?: number } = {}) {
    super(message);
    this.code = code;
    this.reason = more.reason;
    this.retryAfter = more.retryAfter;
  }

  /** The gateway, Auth0 or the network is down. It says nothing about the session: the user stays signed in. */
  get isOutage(): boolean {
    return this.code === 'SERVICE_UNAVAILABLE' || this.code === 'INTERNAL_SERVER_ERROR';
  }
}

/** Returns the error of an outage. */
export function outage(message: string, retryAfter?: number | null): GatehouseError {
  return new GatehouseError('SERVICE_UNAVAILABLE', message, retryAfter ? { retryAfter } : {});
}

/** Whether a request failed because of an outage. */
export function isOutage(error: unknown): error is GatehouseError {
  return error instanceof GatehouseError && error.isOutage;
}
