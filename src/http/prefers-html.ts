import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';

const types = ['application/json', 'application/graphql-response+json', 'text/html'];

/** Tells whether a client prefers HTML, decided as Apollo Server does: a client that accepts any type is a program and gets JSON. */
export function prefersHtml(headers: IncomingHttpHeaders): boolean {
  return new Negotiator({ headers }).mediaType(types) === 'text/html';
}
