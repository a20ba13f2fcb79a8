import type { FastifyInstance, FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';

/** The parameters of a request: a form or a JSON object, which Auth0 takes alike. JSON values need not be strings. */
export type RequestParameters = Record<string, unknown>;

/** Teaches Fastify `application/x-www-form-urlencoded`. Of a repeated parameter the last counts. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
}

/** The parameters of a request; none when the body is missing or is no object. */
export function requestParameters({ body }: FastifyRequest): RequestParameters {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** A parameter that may be absent. An empty one counts as absent (RFC 6749 §3.2), as does one that is no string. */
export function optionalParameter(parameters: RequestParameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * A parameter that has to be there.
 *
 * @throws Refusal 400 `invalid_request` that names it
 */
export function requiredParameter(parameters: RequestParameters, name: string): string {
  const value = optionalParameter(parameters, name);
  if (value === undefined) {
    throw oauthError(400, 'invalid_request', `Missing required parameter: ${name}`);
  }
  return value;
}
