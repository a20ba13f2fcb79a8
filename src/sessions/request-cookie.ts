import type { Transport } from '../sign-ins/sign-in.ts';

/** The ways in which clients may hold their session, as tokens or in a cookie, and the default way. */
export interface Transports {
  allowed: readonly Transport[];
  default: Transport;
}

/** The session cookie of a request and of its response. */
export interface RequestCookie {
  /** Value of the session cookie. Undefined without a cookie, and if the request has a bearer, which then takes precedence. */
  value: string | undefined;
  /** Value of the session cookie, even if the request has a bearer too. */
  sent: string | undefined;
  /** Whether a page of another site sends the request. The browser would not send the gateway's cookie with such requests. */
  isOtherSite: boolean;
  /**
   * Checks that the sender of the request may receive a cookie. Otherwise a foreign page could sign its visitor in to the page
   * owner's account.
   *
   * @throws `CROSS_SITE_REQUEST`
   */
  requireOwnPage: () => void;
  /** Sets the session cookie to this value. */
  set: (value: string) => void;
  /**
   * Removes the session cookie.
   *
   * @param clearsSiteData - whether the browser also clears the storage and the cache of the gateway's origin
   */
  remove: (clearsSiteData: boolean) => void;
}
