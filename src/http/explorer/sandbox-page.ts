import { readFileSync } from 'node:fs';

/** The files that the browser loads. They are served as they are, from the sources: a build does not copy them. */
export const browserDirectory = new URL('../../../src/http/explorer/browser/', import.meta.url);

/**
 * `Content-Security-Policy` of the Sandbox page: our own files, Apollo's script, Apollo's frame. The frame asks this
 * page to send its requests, so the page itself connects to us alone.
 *
 * @see https://www.apollographql.com/docs/graphos/platform/sandbox#embedding-sandbox
 */
export const sandboxPolicy = [
  "default-src 'none'",
  "script-src 'self' https://embeddable-sandbox.cdn.apollographql.com",
  'frame-src https://sandbox.embed.apollographql.com',
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The page that embeds Apollo Sandbox, links to the offline explorer, and says so when Apollo's servers are out of reach.
 *
 * @param explorerPath - where the page's files are, without a trailing slash
 */
export function renderSandboxPage(explorerPath: string): string {
  const html = readFileSync(new URL('sandbox.html', browserDirectory), 'utf8');
  return html.replace(/<base.*>/, `<base href="${explorerPath}/" />`);
}
