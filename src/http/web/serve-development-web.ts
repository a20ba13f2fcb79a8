import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { passOn } from './pass-on.ts';
import { answerWithFile, opensPage, webPolicy } from './serve-web.ts';
import { StaticFiles } from './static-files.ts';
import { failurePage, statePath, waitingPage, waitingPolicy } from './waiting-page.ts';

/**
 * The app while its sources may change. `building`: it is not there yet. `failed`: its build has failed, for this reason. `built`: its
 * files are in this folder. `live`: a server of Vite at this URL compiles each file when a browser asks for it.
 */
export type DevelopmentWeb =
  | { state: 'building' }
  | { state: 'failed'; reason: string }
  | { state: 'built'; folder: string }
  | { state: 'live'; url: string };

/**
 * Serves the app in development, at every path that no other route has. While there is no app, a browser gets a page that says why,
 * and that loads the app when it is there.
 *
 * @param current - returns the app's state, which is asked at each request
 */
export function serveDevelopmentWeb(app: FastifyInstance, current: () => DevelopmentWeb): void {
  let read: { folder: string; files: Promise<StaticFiles> } | undefined;
  const filesIn = (folder: string) => {
    if (read?.folder !== folder) {
      const files = StaticFiles.read(folder);
      read = { folder, files };
      // Read again at the next request: somebody may have removed the folder and built the app anew.
      files.catch(() => (read = undefined));
    }
    return read.files;
  };
  app.get(statePath, () => ({ state: current().state }));
  app.get('/*', { config: { mayBeStored: true } }, async (request, reply) => {
    const web = current();
    switch (web.state) {
      case 'built':
        return answerWithFile(request, reply, await filesIn(web.folder));
      case 'live':
        return passOn(request, reply, web.url, livePolicy(web.url));
      case 'building':
        return answerWithPage(request, reply, 503, waitingPage);
      case 'failed':
        return answerWithPage(request, reply, 500, failurePage(web.reason));
    }
  });
}

function answerWithPage(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: string,
): FastifyReply {
  if (!opensPage(request, reply)) {
    reply.callNotFound();
    return reply;
  }
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', waitingPolicy)
    .header('cache-control', 'no-store')
    .send(page);
}

/** As the app's own policy. Vite also adds an inline script, and its client hears of changes through a socket of Vite's server. */
function livePolicy(url: string): string {
  const socket = url.replace(/^http/, 'ws').replace(/\/$/, '');
  return webPolicy
    .replace("script-src 'self'", `script-src 'self' 'nonce-${viteNonce}'`)
    .replace("connect-src 'self'", `connect-src 'self' ${socket}`);
}

/** Nonce that `scripts/web-server.js` gives to Vite's inline scripts. */
const viteNonce = 'vite';
