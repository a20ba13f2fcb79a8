import type { TokenFault } from '../errors.ts';

/** The bearer is at fault. `message` tells the developer what to fix; it never repeats the token. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  readonly reason: TokenFault;
  constructor(reason: TokenFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
