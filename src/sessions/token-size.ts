import type { Logger } from '../telemetry/log.ts';

/** Milliseconds between two warnings. */
const warningInterval = 60_000;

/** Options of {@link createTokenSizeCheck}. */
export interface TokenSizeOptions {
  /** Bytes of an access token that every server in front carries in one header. */
  maxTokenSize: number;
  /** Bytes of all headers that the gateway accepts. */
  maxHeaderSize: number;
  now: () => Date;
  log: Pick<Logger, 'warn'>;
}

/**
 * Makes the check that warns of issued access tokens that do not fit into a request, at most once a minute: the user is then
 * signed in, and no request with the token is answered, `logout` included. Permissions are what makes a token large.
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
