import type { IncomingMessage } from 'node:http';
import { crossSiteRequest } from '../errors.ts';
import { findSender, isOtherSite, otherPage } from './cross-site.ts';
import type { Origins } from './origins.ts';
import type { SessionCookie } from './session-cookie.ts';

/** The part of a response that a {@link RequestCookie} writes. */
export interface ResponseHeaders {
  header: (name: string, value: string) => unknown;
}

/** The session cookie of a request and of its response. */
export class RequestCookie {
  /** Value of the session cookie. Undefined without a cookie, and if the request has a bearer, which then takes precedence. */
  readonly value: string | undefined;
  /** Value of the session cookie, even if the request has a bearer too. */
  readonly sent: string | undefined;
  readonly #request: Pick<IncomingMessage, 'headers'>;
  readonly #response: ResponseHeaders;
  readonly #cookie: SessionCookie | undefined;
  readonly #origins: Origins;

  constructor(
    request: Pick<IncomingMessage, 'headers'>,
    response: ResponseHeaders,
    { sessionCookie, origins }: { sessionCookie: SessionCookie | undefined; origins: Origins },
  ) {
    this.value = sessionCookie?.find(request.headers);
    this.sent = sessionCookie?.read(request.headers.cookie);
    this.#request = request;
    this.#response = response;
    this.#cookie = sessionCookie;
    this.#origins = origins;
  }

  /** Whether a page of another site sends the request. The browser would not send the gateway's cookie with such requests. */
  get isOtherSite(): boolean {
    return isOtherSite(this.#request);
  }

  /**
   * Checks that a page of another origin does not receive a cookie.
   *
   * @throws `CROSS_SITE_REQUEST` if a page sends the request whose origin is not in `CORS_ORIGINS`
   */
  requireOwnPage(): void {
    if (findSender(this.#request, this.#origins) === 'other') throw crossSiteRequest(otherPage);
  }

  /** Sets the session cookie to this value. */
  set(value: string): void {
    if (this.#cookie) this.#response.header('set-cookie', this.#cookie.format(value));
  }

  /**
   * Removes the session cookie. With `clearsSiteData`, the browser also clears the storage and the cache of the gateway's origin.
   */
  remove(clearsSiteData: boolean): void {
    if (!this.#cookie) return;
    this.#response.header('set-cookie', this.#cookie.formatRemoval());
    if (clearsSiteData) this.#response.header('clear-site-data', '"cache", "storage"');
  }
}
