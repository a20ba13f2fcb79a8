import { InvalidTokenError } from './invalid-token.ts';

/**
 * The bearer token of a request (RFC 6750 §2.1). Only the `Authorization` header counts: a token in a URL or a body is
 * not looked at.
 *
 * @param authorization - every `Authorization` header of the request (`headersDistinct`)
 * @returns the token, not looked into yet; undefined when no credentials were sent, or an empty header
 * @throws {@link InvalidTokenError} `TOKEN_MALFORMED`: several headers, another scheme, no token or more than one
 */
export function bearerToken(authorization: readonly string[] | undefined): string | undefined {
  if (!authorization || authorization.length === 0) return undefined;
  if (authorization.length > 1) {
    throw new InvalidTokenError('TOKEN_MALFORMED', 'More than one Authorization header was sent.');
  }
  const [credentials = ''] = authorization;
  // What a front end sends that has no token yet, as Apollo Client's documentation does.
  if (credentials === '') return undefined;
  // b64token of RFC 6750; the scheme is case-insensitive (RFC 9110 §11.1).
  const [, token] = /^bearer +([\w\-.~+/]+=*)$/i.exec(credentials) ?? [];
  if (token) return token;
  throw new InvalidTokenError(
    'TOKEN_MALFORMED',
    'The Authorization header is not of the form "Bearer <access token>".',
  );
}
