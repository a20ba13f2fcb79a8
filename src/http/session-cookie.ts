import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

/** Matches an `Authorization` header with a bearer (RFC 6750 §2.1). */
const bearer = /^bearer\s+\S/i;

/** Options of {@link SessionCookie}. */
export interface SessionCookieOptions {
  /** Whether browsers send the cookie over TLS only. The cookie's name then starts with `__Host-` (RFC 6265bis §4.1.3.2). */
  isSecure: boolean;
  sameSite: 'strict' | 'lax';
  /** Seconds for which a browser keeps the cookie. */
  lifetime: number;
}

/**
 * Cookie that holds a session. Browsers send it to this host only, and scripts cannot read it.
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
   * Finds the value of the request's session cookie.
   *
   * @returns undefined without a cookie, and if the request has a bearer. Other credentials in `Authorization`, such as those
   *   for a proxy, do not matter
   */
  find({ authorization = '', cookie }: IncomingHttpHeaders): string | undefined {
    return bearer.test(authorization) ? undefined : this.read(cookie);
  }

  /**
   * Reads the session cookie from a `Cookie` header.
   *
   * @returns undefined without the cookie
   */
  read(header: string | undefined): string | undefined {
    // Avoids parsing for requests without the cookie, such as most requests with a bearer.
    if (!header?.includes(this.name)) return undefined;
    const value = parseCookie(header)[this.name];
    return value === '' ? undefined : value;
  }

  /** Returns the `Set-Cookie` header that sets the cookie. */
  format(value: string): string {
    return this.#format(value, this.#options.lifetime);
  }

  /** Returns the `Set-Cookie` header that removes the cookie. */
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
