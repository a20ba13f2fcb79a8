import type { Transport } from '../sign-ins/sign-in.ts';

/** The transports that clients may choose, and that of a client which names none. */
export interface Transports {
  allowed: readonly Transport[];
  default: Transport;
}

/** The session cookie of a request and of its response. */
export interface RequestCookie {
  /** The value that came. Undefined without a session cookie, or when the request has a bearer, which then counts. */
  value: string | undefined;
  /** The value that came, also beside a bearer. */
  sent: string | undefined;
  /** Whether a page of another site sends the request, whose cookies its browser keeps from the gateway. */
  isOtherSite: boolean;
  /**
   * Checks that the sender of the request may get a cookie: else a page could sign its visitor in with an account of its own.
   *
   * @throws `CROSS_SITE_REQUEST`
   */
  requireOwnPage: () => void;
  /** Gives the browser a cookie with this value. */
  set: (value: string) => void;
  /**
   * Takes the cookie from the browser.
   *
   * @param clearsSiteData - whether the browser drops what the gateway's origin has stored and cached
   */
  remove: (clearsSiteData: boolean) => void;
}
