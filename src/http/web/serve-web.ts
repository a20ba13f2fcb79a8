import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { prefersHtml } from '../prefers-html.ts';
import { StaticFiles, type Content, type StaticFile } from './static-files.ts';

/**
 * `Content-Security-Policy` of the app. Its scripts are files of this origin. Components set style attributes and add style elements,
 * hence `unsafe-inline` for styles alone. Profile pictures are at hosts that the identity provider chooses.
 */
export const webPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** First segments of paths that are the gateway's own. A browser that opens an unknown one of them gets no page of the app. */
const ownSegments = ['graphql', 'health', 'hooks', 'development'];

const year = 365 * 24 * 60 * 60;

/**
 * Serves the app at every path that no other route has. Whoever opens `/` gets the app's page. So does a browser that opens a path
 * which is no file, for the app's own router may know it; any other client gets 404 there.
 */
export function serveWeb(app: FastifyInstance, files: StaticFiles): void {
  app.get('/*', { config: { mayBeStored: true } }, (request, reply) =>
    answerWithFile(request, reply, files),
  );
}

/** Answers a request with the file at its path or with the app's page, or as if no route were there. */
export function answerWithFile(
  request: FastifyRequest,
  reply: FastifyReply,
  files: StaticFiles,
): FastifyReply {
  const path = pathOf(request);
  const file = files.find(path) ?? (opensPage(request, reply) ? files.page : undefined);
  if (!file) {
    reply.callNotFound();
    return reply;
  }
  return send(request, reply, file);
}

/**
 * Tells whether a client opens a page of the app, rather than a path of the gateway. Only at `/` does every client. Elsewhere it is for
 * `Accept` to say, and the answer's `Vary` names it.
 */
export function opensPage(request: FastifyRequest, reply: FastifyReply): boolean {
  const path = pathOf(request);
  if (path === '/') return true;
  const [, segment = ''] = path.split('/');
  if (ownSegments.includes(segment) || StaticFiles.isFilePath(path)) return false;
  if (path.includes('/.')) return false;
  addToVary(reply, 'Accept');
  return prefersHtml(request.headers);
}

function addToVary(reply: FastifyReply, name: string): void {
  reply.header('vary', [reply.getHeader('vary'), name].filter(Boolean).join(', '));
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '/';
}

function send(request: FastifyRequest, reply: FastifyReply, file: StaticFile): FastifyReply {
  const { etag, bytes } = negotiate(request, reply, file);
  reply
    .type(file.mediaType)
    .header('content-security-policy', webPolicy)
    .header(
      'cache-control',
      file.isImmutable ? `public, max-age=${year}, immutable` : 'public, no-cache',
    )
    .header('etag', etag);
  return isKnown(request, etag) ? reply.code(304).send() : reply.send(bytes);
}

/** Chooses the smallest form of a file that the client takes. */
function negotiate(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { compressed, ...file }: StaticFile,
): Content {
  if (Object.keys(compressed).length === 0) return file;
  addToVary(reply, 'Accept-Encoding');
  const accepted = new Negotiator({ headers }).encodings(['br', 'gzip']);
  for (const encoding of ['br', 'gzip'] as const) {
    const content = compressed[encoding];
    if (!content || !accepted.includes(encoding)) continue;
    reply.header('content-encoding', encoding);
    return content;
  }
  return file;
}

/** Tells whether the client has this content (RFC 9110 §13.1.2). Proxies that compress mark the tag as weak. */
function isKnown({ headers }: FastifyRequest, etag: string): boolean {
  const tags = headers['if-none-match']?.split(',') ?? [];
  return tags.some((tag) => [etag, '*'].includes(tag.trim().replace(/^W\//, '')));
}
