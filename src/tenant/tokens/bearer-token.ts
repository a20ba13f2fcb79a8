import type { FastifyRequest } from 'fastify';

/** Reads the token from an `Authorization: Bearer` header (RFC 6750 §2.1). Returns undefined without one. */
export function bearerToken({ headers }: FastifyRequest): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
