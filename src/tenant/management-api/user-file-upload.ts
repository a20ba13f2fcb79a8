import type { FastifyInstance, FastifyRequest } from 'fastify';
import { managementError } from '../errors.ts';

/** Auth0's limit for a bulk import (bytes), which is that of the whole body. */
export const maxUploadBytes = 512_000;

/**
 * Makes the routes of `app` take `multipart/form-data` alone. The body becomes an object with the fields. `users` becomes a `Blob`,
 * so that the log does not show the file: it may have hashes of passwords.
 */
export function acceptUserFile(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => {
      try {
        return await readForm(headers['content-type'] ?? '', body);
      } catch {
        throw managementError(400, 'Invalid multipart payload format');
      }
    },
  );
}

async function readForm(type: string, body: Buffer): Promise<object> {
  // Loaded only now, since few tenants import users.
  const { Busboy } = await import('@fastify/busboy');
  const fields: Record<string, string | Blob> = {};
  const parser = new Busboy({
    headers: { 'content-type': type },
    limits: { fieldSize: maxUploadBytes },
  });
  parser.on('field', (name, value) => {
    fields[name] = name === 'users' ? new Blob([value]) : value;
  });
  parser.on('file', (name, file) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    file.on('data', (chunk: Uint8Array) => chunks.push(new Uint8Array(chunk)));
    file.on('end', () => {
      fields[name] = new Blob(chunks);
    });
  });
  await new Promise((resolve, reject) => {
    parser.on('finish', resolve).on('error', reject);
    parser.end(body);
  });
  return fields;
}
