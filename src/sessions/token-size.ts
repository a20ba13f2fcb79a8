import type { Logger } from '../telemetry/log.ts';

/** Milliseconds between two warnings. */
const warningInterval = 60_000;

/** Options of {@link createTokenSizeCheck}. */
export interface TokenSizeOptions {
  /** Size of the largest access token that common servers accept in a header (bytes). */
  maxTokenSize: number;
  /** Maximum size of all request headers together that the gateway accepts (bytes). */
  maxHeaderSize: number;
  now: () => Date;
  log: Pick<Logger, 'warn'>;
}

/**
 * Creates the check that warns of an issued access token which is too large for a request. Logs at most one warning a minute. The
 * user is signed in, but the gateway or a proxy refuses every request with such a token, even `logout`. Usually permissions make
 * a token large.
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
