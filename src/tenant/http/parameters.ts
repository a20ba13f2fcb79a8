import type { FastifyInstance, FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';

/** The parameters of a request, from a form or a JSON object. JSON values may be of any type. */
export type RequestParameters = Record<string, unknown>;

/** Adds a parser for `application/x-www-form-urlencoded` to Fastify. If a parameter is repeated, its last value counts. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
}

/** Reads an empty body as none, also where `Content-Type` says JSON. Some HTTP clients send that header with every DELETE. */
export function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null);
    else void parse(request, body.toString(), done);
  });
}

/** Reads the parameters of a request. There are none if the body is missing or not an object. */
export function requestParameters({ body }: FastifyRequest): RequestParameters {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** Reads an optional parameter. An empty value counts as missing (RFC 6749 §3.2), and so does a value that is not a string. */
export function optionalParameter(parameters: RequestParameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Reads a required parameter.
 *
 * @throws Refusal 400 `invalid_request` that names the missing parameter
 */
export function requiredParameter(parameters: RequestParameters, name: string): string {
  const value = optionalParameter(parameters, name);
  if (value === undefined) {
    throw oauthError(400, 'invalid_request', `Missing required parameter: ${name}`);
  }
  return value;
}
