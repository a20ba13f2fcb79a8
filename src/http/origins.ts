import type { Logger } from '../telemetry/log.ts';

/** Matches the origin of a page on this machine, at any port. */
const loopbackOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Maximum number of refused origins that are logged, because a client can invent origins. */
const maxNamedOrigins = 100;

/** Maximum length of an origin in the log (characters). */
const maxOriginLength = 300;

/** Response headers that scripts of an allowed origin may read. */
export const exposedHeaders = ['www-authenticate', 'x-request-id'];

/** Options of {@link Origins}. */
export interface OriginsOptions {
  /** Origins of front ends. Each must equal the `Origin` header exactly. */
  allowed: readonly string[];
  /** Whether pages of this machine, at any port, may read responses too. */
  allowsLoopback: boolean;
  log: Logger;
}

/** Decides which origins may read responses (CORS). Logs each refused origin once. */
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
   * Logs a refused origin. Does not log the gateway's own origin, whose pages need no permission although they send `Origin` too.
   *
   * @param host - `Host` header of the request
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

  /** Returns the CORS headers of a response that Fastify's hooks do not reach. */
  headersFor(origin: string | undefined, allowsCredentials: boolean): Record<string, string> {
    return {
      vary: 'Origin',
      ...(origin !== undefined &&
        this.allows(origin) && {
          'access-control-allow-origin': origin,
          ...(allowsCredentials && { 'access-control-allow-credentials': 'true' }),
          'access-control-expose-headers': exposedHeaders.join(', '),
        }),
    };
  }
}
