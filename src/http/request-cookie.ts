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
  /** The value that came. Undefined without the cookie, and beside a bearer, which counts in its place. */
  readonly value: string | undefined;
  /** The value that came, also beside a bearer. */
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

  /** Whether a page of another site sends the request, whose cookies its browser keeps from the gateway. */
  get isOtherSite(): boolean {
    return isOtherSite(this.#request);
  }

  /** @throws `CROSS_SITE_REQUEST` when a page that is not listed sends the request */
  requireOwnPage(): void {
    if (findSender(this.#request, this.#origins) === 'other') throw crossSiteRequest(otherPage);
  }

  /** Gives the browser a cookie with this value. */
  set(value: string): void {
    if (this.#cookie) this.#response.header('set-cookie', this.#cookie.format(value));
  }

  /** Takes the cookie from the browser, and on demand what the gateway's origin has stored and cached. */
  remove(clearsSiteData: boolean): void {
    if (!this.#cookie) return;
    this.#response.header('set-cookie', this.#cookie.formatRemoval());
    if (clearsSiteData) this.#response.header('clear-site-data', '"cache", "storage"');
  }
}
