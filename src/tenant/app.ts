import Fastify, { type FastifyInstance, type FastifyServerFactory } from 'fastify';
import { tenantRoutes } from './routes.ts';
import type { Tenant } from './tenant-state.ts';

/**
 * Makes the app that serves a tenant.
 *
 * @param serverFactory - makes the server with which the app listens
 */
export function tenantApp(tenant: Tenant, serverFactory: FastifyServerFactory): FastifyInstance {
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    schemaController: noSchemas,
    routerOptions: { maxParamLength: maxIdLength },
    serverFactory,
  });
  tenantRoutes(app, tenant);
  return app;
}

const noCompiler = () => () => {
  throw new Error('no route has a schema');
};
/** Prevents Fastify from loading its compilers for JSON schemas, which no route has. */
const noSchemas = { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } };

const maxBodyBytes = 32 * 1024;

/**
 * Maximum length of a path parameter (characters). A `user_id` has up to 255 characters after `auth0|`, each of which becomes up
 * to three when encoded.
 */
const maxIdLength = 1_000;
