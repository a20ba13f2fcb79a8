import { renderAltair } from 'altair-static';

/**
 * `Content-Security-Policy` of the Altair page. Allows only this origin. Altair sets style attributes, hence `unsafe-inline`: a
 * nonce does not cover them.
 */
export const altairPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Renders the Altair page. The script `browser/altair.js` starts Altair there.
 *
 * @param explorerPath - path of the page's files, without a trailing slash
 */
export function renderAltairPage(explorerPath: string): string {
  return renderAltair({
    baseURL: `${explorerPath}/`,
    serveInitialOptionsInSeperateRequest: 'altair.js',
  });
}
