import type { FastifyInstance, FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';

/** The parameters of a request. Auth0 accepts a form or a JSON object; JSON values need not be strings. */
export type RequestParameters = Record<string, unknown>;

/** Adds a parser for `application/x-www-form-urlencoded` to Fastify. Of a repeated parameter the last value counts. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
}

/** Reads the parameters of a request: none if the body is missing or not an object. */
export function requestParameters({ body }: FastifyRequest): RequestParameters {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** Reads an optional parameter. An empty value counts as absent (RFC 6749 §3.2), and so does one that is not a string. */
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
