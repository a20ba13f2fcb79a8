import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

/** An `Authorization` header with a bearer (RFC 6750 §2.1). */
const bearer = /^bearer\s+\S/i;

/** Options of {@link SessionCookie}. */
export interface SessionCookieOptions {
  /** Whether browsers send the cookie over TLS alone. Its name then begins with `__Host-` (RFC 6265bis §4.1.3.2). */
  isSecure: boolean;
  sameSite: 'strict' | 'lax';
  /** Seconds for which a browser keeps the cookie. */
  lifetime: number;
}

/**
 * The cookie that holds a session: for this host alone, out of reach of scripts.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie
 */
export class SessionCookie {
  readonly name: string;
  readonly #options: SessionCookieOptions;

  constructor(options: SessionCookieOptions) {
    this.#options = options;
    this.name = options.isSecure ? '__Host-gatehouse' : 'gatehouse';
  }

  /**
   * Finds the value of the cookie that counts for a request.
   *
   * @returns undefined without the cookie, and beside a bearer. Other credentials, such as those of a proxy, count for nothing here
   */
  find({ authorization = '', cookie }: IncomingHttpHeaders): string | undefined {
    return bearer.test(authorization) ? undefined : this.read(cookie);
  }

  /**
   * Finds the value in a `Cookie` header.
   *
   * @returns undefined without the cookie
   */
  read(header: string | undefined): string | undefined {
    // Most requests with a bearer have no such cookie, and need no parser.
    if (!header?.includes(this.name)) return undefined;
    const value = parseCookie(header)[this.name];
    return value === '' ? undefined : value;
  }

  /** Makes the `Set-Cookie` header that gives a browser the cookie. */
  format(value: string): string {
    return this.#format(value, this.#options.lifetime);
  }

  /** Makes the `Set-Cookie` header that takes the cookie away. */
  formatRemoval(): string {
    return this.#format('', 0);
  }

  #format(value: string, maxAge: number): string {
    const { isSecure: secure, sameSite } = this.#options;
    return stringifySetCookie({
      ...{ name: this.name, value, path: '/', httpOnly: true },
      ...{ secure, sameSite, maxAge },
    });
  }
}
