import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { explorerBar } from './explorer-bar.ts';

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

/** What the pane for results says before the first one. */
const noResult = `Nothing sent yet. Begin with Login: press Send Request.
From then on this page sends the access token by itself, and Me shows the user.`;

const styleSheets = `  <link href="look.css" rel="stylesheet" />
    <link href="altair.css" rel="stylesheet" />
  </head>`;

/**
 * Reads Altair's texts in a language, with ours in the pane that waits for a result.
 *
 * @param file - name of the file, for example `en-US.json`
 * @returns undefined for a language that Altair does not have
 */
export async function readAltairTexts(file: string): Promise<object | undefined> {
  if (!/^[\w-]+\.json$/.test(file)) return undefined;
  const text = await readFile(join(altairDirectory, 'assets/i18n', file), 'utf8').catch(() => '');
  if (text === '') return undefined;
  return { ...(JSON.parse(text) as object), QUERY_RESULT_NO_RESULT_TEXT: noResult };
}

/**
 * Renders the Altair page, below our bar. The script `browser/altair.js` starts Altair there. Loads the package for the first page
 * only, because its half megabyte of code would delay each start in development.
 *
 * @param explorerPath - path of the page's files, without a trailing slash
 */
export async function renderAltairPage(explorerPath: string): Promise<string> {
  const { renderAltair } = await import('altair-static');
  const page = renderAltair({
    baseURL: `${explorerPath}/`,
    serveInitialOptionsInSeperateRequest: 'altair.js',
  });
  return page
    .replace('<title>Altair</title>', '<title>Gatehouse · Offline explorer</title>')
    .replace('</head>', styleSheets)
    .replace('<app-root>', `${explorerBar({ href: '../graphql', name: 'Apollo Sandbox' })}$&`);
}
