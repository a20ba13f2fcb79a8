import type { RevocationCause, TokenFault } from '../errors.ts';

/** Error for a fault of the caller's token or session. `message` tells a developer what to fix, and never contains the token. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  readonly reason: TokenFault;
  /** Event that revoked the token or ended the session, for `TOKEN_REVOKED` and `SESSION_ENDED`. Undefined if it is unknown. */
  readonly revokedBy: RevocationCause | undefined;
  constructor(
    reason: TokenFault,
    message: string,
    options?: ErrorOptions & { revokedBy?: RevocationCause | undefined },
  ) {
    super(message, options);
    this.reason = reason;
    this.revokedBy = options?.revokedBy;
  }
}
