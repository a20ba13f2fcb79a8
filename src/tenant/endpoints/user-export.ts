import { gzipSync } from 'node:zlib';
import type { RouteHandlerMethod } from 'fastify';
import { sendJson } from '../http/response-headers.ts';
import { exportFile } from '../management-api/user-export-file.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Serves `GET /user-exports/{key}/{file}`: the file of an export of users, compressed with gzip. It has the users of the moment of
 * the download.
 */
export function userExportEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const job = tenant.jobs.findByDownloadKey((request.params as { key: string }).key);
    if (!job) return sendJson(reply.code(404), { error: 'not_found' });
    reply.headers({ 'content-type': 'application/gzip', 'cache-control': 'no-store' });
    return reply.send(gzipSync(exportFile(tenant, job)));
  };
}
