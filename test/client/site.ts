import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { present } from '../support/present.ts';

/** React that a page is built with. */
export type ReactVersion = 'react-18' | 'react-19';

/** Bundles a page of test/client/pages for a browser, or for Node. */
export async function bundlePage(
  file: string,
  react: ReactVersion = 'react-19',
  platform: 'browser' | 'node' = 'browser',
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`test/client/pages/${file}`],
    bundle: true,
    conditions: ['development'],
    define: { 'process.env.NODE_ENV': '"development"' },
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    minify: true,
    platform,
    target: 'es2022',
    write: false,
    ...(react === 'react-18' && { alias: { react: 'react-18', 'react-dom': 'react-dom-18' } }),
    ...(platform === 'node' && { external: ['react', 'react-dom', '@apollo/client', 'rxjs'] }),
  });
  return present(outputFiles[0]).text;
}

/** A web site with an app, in which tests change what it serves. */
export interface Site {
  address: string;
  /** Program of the page. */
  program: string;
  /** What the server has rendered into the page. */
  rendered: string;
  close: () => void;
}

/** Starts a site whose every path is the app, but for `/elsewhere`, which is a page without a program. */
export async function startSite(program: string): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/main.js') {
      // The browser compiles a program of its cache once.
      const headers = { 'content-type': 'text/javascript', 'cache-control': 'max-age=3600' };
      response.writeHead(200, headers).end(site.program);
      return;
    }
    const version = createHash('sha256').update(site.program).digest('hex');
    const app = `<div id="root">${site.rendered}</div><script type="module" src="/main.js?${version}"></script>`;
    const body = pathname === '/elsewhere' ? '<p>Elsewhere</p>' : app;
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><link rel="icon" href="data:,"><body>${body}</body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: Site = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    program,
    rendered: '',
    close: () => server.close(),
  };
  return site;
}
