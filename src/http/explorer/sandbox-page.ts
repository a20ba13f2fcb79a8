import { readFileSync } from 'node:fs';

/** The folder of the browser's files. The gateway serves them from the sources, unchanged: a build does not copy them. */
export const browserDirectory = new URL('../../../src/http/explorer/browser/', import.meta.url);

/**
 * `Content-Security-Policy` of the Sandbox page: the gateway's files, Apollo's script, Apollo's frame. The frame asks the page to
 * send its requests, so the page connects to the gateway alone.
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
 * Renders the page that embeds Apollo Sandbox. It links to the offline explorer, and says so when Apollo's servers are
 * unreachable.
 *
 * @param explorerPath - path of the page's files, without a trailing slash
 */
export function renderSandboxPage(explorerPath: string): string {
  const html = readFileSync(new URL('sandbox.html', browserDirectory), 'utf8');
  return html.replace(/<base.*>/, `<base href="${explorerPath}/" />`);
}
