import type { Logger } from '../telemetry/log.ts';

/** A page of this machine, at any port. */
const loopbackOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Refused origins that the log names at most. A client can invent many. */
const maxNamedOrigins = 100;

/** Characters of an origin in the log; longer ones are cut. */
const maxOriginLength = 300;

/** Response headers that scripts of an allowed origin may read. */
export const exposedHeaders = ['www-authenticate', 'x-request-id'];

/** Options of {@link Origins}. */
export interface OriginsOptions {
  /** Origins of front ends; each must equal the `Origin` header exactly. */
  allowed: readonly string[];
  /** Whether pages of this machine may read too, at any port. */
  allowsLoopback: boolean;
  log: Logger;
}

/** Decides which origins' pages may read responses (CORS). The log names each refused origin once. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;
  readonly #allowsLoopback: boolean;
  readonly #log: Logger;
  readonly #named = new Set<string>();

  constructor({ allowed, allowsLoopback, log }: OriginsOptions) {
    this.#allowed = new Set(allowed);
    this.#allowsLoopback = allowsLoopback;
    this.#log = log;
  }

  /** Whether pages of an origin may read responses. */
  allows(origin: string): boolean {
    return this.#allowed.has(origin) || (this.#allowsLoopback && loopbackOrigin.test(origin));
  }

  /**
   * Names a refused origin in the log. A page of the gateway's own origin sends `Origin` as well, and needs no permission.
   *
   * @param host - `Host` of the request
   */
  report(origin: string, host: string | undefined): void {
    if (this.allows(origin) || origin.replace(/^https?:\/\//, '') === host) return;
    const name = origin.slice(0, maxOriginLength);
    if (this.#named.has(name) || this.#named.size >= maxNamedOrigins) return;
    this.#named.add(name);
    this.#log.warn(
      `pages of ${name} may not read answers: if it is your front end, add it to CORS_ORIGINS`,
    );
  }

  /** Makes the CORS headers of a response to which no hook adds them. */
  headersFor(origin: string | undefined): Record<string, string> {
    return {
      vary: 'Origin',
      ...(origin !== undefined &&
        this.allows(origin) && {
          'access-control-allow-origin': origin,
          'access-control-expose-headers': exposedHeaders.join(', '),
        }),
    };
  }
}
