import type { FastifyRequest } from 'fastify';

/** Tells whether a program asks for a page: its `Accept` names JSON and not HTML. */
export function isProgram({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}
