import { InvalidTokenError } from './invalid-token.ts';

/**
 * Reads the bearer token from the `Authorization` header (RFC 6750 §2.1). Ignores tokens in the URL and in the body.
 *
 * @param authorization - all `Authorization` headers of the request (`headersDistinct`)
 * @returns the token, not verified yet. Undefined without a header, or with an empty one
 * @throws {@link InvalidTokenError} `TOKEN_MALFORMED` for several headers, another scheme, no token, or more than one token
 */
export function readBearerToken(authorization: readonly string[] | undefined): string | undefined {
  if (!authorization || authorization.length === 0) return undefined;
  if (authorization.length > 1) {
    throw new InvalidTokenError('TOKEN_MALFORMED', 'More than one Authorization header was sent.');
  }
  const [credentials = ''] = authorization;
  // Apollo Client's documentation sends an empty header if there is no token.
  if (credentials === '') return undefined;
  // b64token of RFC 6750; the scheme is case-insensitive (RFC 9110 §11.1).
  const [, token] = /^bearer +([\w\-.~+/]+=*)$/i.exec(credentials) ?? [];
  if (token) return token;
  throw new InvalidTokenError(
    'TOKEN_MALFORMED',
    'The Authorization header is not of the form "Bearer <access token>".',
  );
}
