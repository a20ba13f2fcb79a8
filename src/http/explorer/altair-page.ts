import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * `Content-Security-Policy` of the Altair page. Allows only this origin. Altair sets style attributes, which a nonce does not
 * cover, so `unsafe-inline` is needed.
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

/** The folder of Altair's files, found without loading the package. */
export const altairDirectory = join(
  dirname(createRequire(import.meta.url).resolve('altair-static')),
  'dist',
);

/**
 * Renders the Altair page. The script `browser/altair.js` starts Altair there. Loads the package for the first page only, because
 * its half megabyte of code would delay each start in development.
 *
 * @param explorerPath - path of the page's files, without a trailing slash
 */
export async function renderAltairPage(explorerPath: string): Promise<string> {
  const { renderAltair } = await import('altair-static');
  return renderAltair({
    baseURL: `${explorerPath}/`,
    serveInitialOptionsInSeperateRequest: 'altair.js',
  });
}
