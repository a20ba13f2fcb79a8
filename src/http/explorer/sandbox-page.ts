import { readFileSync } from 'node:fs';
import { explorerBar } from './explorer-bar.ts';

/** Folder of the files for the browser. A built gateway uses the folder in `src/` too, because a build does not copy it. */
export const browserDirectory = new URL('../../../src/http/explorer/browser/', import.meta.url);

/**
 * `Content-Security-Policy` of the Sandbox page. Allows the gateway's files, Apollo's script and Apollo's frame. The page itself
 * sends the frame's requests, so it may connect to the gateway only.
 *
 * @see https://www.apollographql.com/docs/graphos/platform/sandbox#embedding-sandbox
 */
export const sandboxPolicy = [
  "default-src 'none'",
  "script-src 'self' https://embeddable-sandbox.cdn.apollographql.com",
  'frame-src https://sandbox.embed.apollographql.com',
  "style-src 'self'",
  'img-src data:',
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Renders the page that embeds Apollo Sandbox. If Apollo's servers do not answer, the page says so and links to Altair.
 *
 * @param explorerPath - path of the page's files, without a trailing slash
 */
export function renderSandboxPage(explorerPath: string): string {
  const html = readFileSync(new URL('sandbox.html', browserDirectory), 'utf8');
  return html
    .replace(/<base.*>/, `<base href="${explorerPath}/" />`)
    .replace('<header></header>', explorerBar({ href: '../explorer', name: 'Offline explorer' }));
}
