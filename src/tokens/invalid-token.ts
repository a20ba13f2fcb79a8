import type { TokenFault } from '../errors.ts';

/** Thrown for a fault of the caller's token. `message` tells a developer what to fix, and never contains the token. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  readonly reason: TokenFault;
  constructor(reason: TokenFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
