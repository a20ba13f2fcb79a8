import { InvalidTokenError } from './invalid-token.ts';

/** Parts of a JWS that is not verified. They are for messages to a developer about the token, and must never be trusted. */
export interface CompactJws {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** Header and payload as they were sent, which the signature covers (RFC 7515 §5.1). */
  signingInput: string;
}

/**
 * Parses a compact JWS (RFC 7515 §7.1). Accepts only canonical base64url. Otherwise a client could change unused bits of the last
 * character (RFC 4648 §3.5), and so use a revoked token in another spelling.
 *
 * @throws {@link InvalidTokenError} `TOKEN_OPAQUE`, `TOKEN_ENCRYPTED` or `TOKEN_MALFORMED`
 */
export function parseCompactJws(token: string): CompactJws {
  if (isRefreshToken(token)) throw opaqueError();
  const parts = token.split('.');
  if (parts.length !== 3) throw toPartsError(parts);
  const [header, payload, signature] = parts as [string, string, string];
  if (!isCanonical(signature)) throw malformedError('its signature is not canonical base64url');
  return {
    header: parseJsonObject(header, 'header'),
    payload: parseJsonObject(payload, 'payload'),
    signingInput: token.slice(0, token.lastIndexOf('.')),
  };
}

function toPartsError(parts: string[]): InvalidTokenError {
  const [first = ''] = parts;
  if (parts.length === 1 && /^[\w-]{20,}$/.test(first)) return opaqueError();
  if (parts.length !== 5) return malformedError('it has not three parts');
  // If a login names no audience, Auth0 issues a token for its own /userinfo, which is encrypted with `dir`.
  return parseJsonObject(first, 'header')['alg'] === 'dir' ? opaqueError() : encryptedError();
}

/** Whether a token is one of Auth0's refresh tokens. They start with `v1.`, and a JWS cannot. */
function isRefreshToken(token: string): boolean {
  return token.startsWith('v1.');
}

function opaqueError(): InvalidTokenError {
  return new InvalidTokenError(
    'TOKEN_OPAQUE',
    'This is an opaque token: an access token that was asked for without an audience, or a refresh token. Send the accessToken that login returned.',
  );
}

function encryptedError(): InvalidTokenError {
  return new InvalidTokenError(
    'TOKEN_ENCRYPTED',
    'This is an encrypted token (JWE). Switch token encryption off for the API, or send the accessToken that login returned.',
  );
}

function malformedError(why: string): InvalidTokenError {
  return new InvalidTokenError('TOKEN_MALFORMED', `This is not a JSON Web Token: ${why}.`);
}

/**
 * Matches base64url in groups of four characters. If the last group has two or three characters, its unused bits are zero (RFC
 * 4648 §3.5).
 */
const canonicalBase64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

function isCanonical(part: string): boolean {
  return canonicalBase64url.test(part);
}

function parseJsonObject(part: string, name: string): Record<string, unknown> {
  if (!isCanonical(part)) throw malformedError(`its ${name} is not canonical base64url`);
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Not JSON: the same error as for JSON that is not an object.
  }
  throw malformedError(`its ${name} is not a JSON object`);
}
