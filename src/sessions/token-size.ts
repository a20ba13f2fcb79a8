import type { Logger } from '../telemetry/log.ts';

/** Milliseconds between two warnings. */
const warningInterval = 60_000;

/** Options of {@link createTokenSizeCheck}. */
export interface TokenSizeOptions {
  /** Largest access token, in bytes, that common servers accept in one header. */
  maxTokenSize: number;
  /** Largest total of all headers that the gateway accepts, in bytes. */
  maxHeaderSize: number;
  now: () => Date;
  log: Pick<Logger, 'warn'>;
}

/**
 * Makes the check that logs a warning, at most once a minute, about an issued access token that is too large for a request. Its
 * user is signed in, but requests with the token are refused, even `logout`. Mostly permissions make a token large.
 */
export function createTokenSizeCheck({ maxTokenSize, maxHeaderSize, now, log }: TokenSizeOptions) {
  let warnedAt = -Infinity;
  return (accessToken: string): void => {
    const size = accessToken.length;
    const time = now().getTime();
    if (size <= maxTokenSize || time - warnedAt < warningInterval) return;
    warnedAt = time;
    log.warn(
      { size, maxTokenSize, maxHeaderSize },
      `an access token of ${size} bytes is issued: the gateway answers 431 to more than ${maxHeaderSize} bytes of headers, and proxies mostly refuse a header of more than ${maxTokenSize}; give the user fewer permissions, or put fewer claims into the token`,
    );
  };
}
