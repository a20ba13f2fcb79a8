import { InvalidTokenError } from './invalid-token.ts';

/** A JWS taken apart, nothing of it verified: good for telling a developer what was sent, never for trusting it. */
export interface CompactJws {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** Header and payload as they were signed: the token's content, whatever its signature (RFC 7515 §5.1). */
  signingInput: string;
}

/**
 * Takes a compact JWS apart (RFC 7515 §7.1), refusing every other spelling of the same bytes: base64url has unused bits
 * (RFC 4648 §3.5), and a revocation must not be walked around by flipping them.
 *
 * @throws {@link InvalidTokenError} `TOKEN_OPAQUE`, `TOKEN_ENCRYPTED` or `TOKEN_MALFORMED`
 */
export function parseCompactJws(token: string): CompactJws {
  if (isRefreshToken(token)) throw opaque();
  const parts = token.split('.');
  if (parts.length !== 3) throw notThreeParts(parts);
  const [header, payload, signature] = parts as [string, string, string];
  if (!isCanonical(signature)) throw malformed('its signature is not canonical base64url');
  return {
    header: jsonObject(header, 'header'),
    payload: jsonObject(payload, 'payload'),
    signingInput: token.slice(0, token.lastIndexOf('.')),
  };
}

function notThreeParts(parts: string[]): InvalidTokenError {
  const [first = ''] = parts;
  if (parts.length === 1 && /^[\w-]{20,}$/.test(first)) return opaque();
  if (parts.length !== 5) return malformed('it has not three parts');
  // Auth0 answers a login without audience with a token that only its own /userinfo can read: `dir` encryption.
  return jsonObject(first, 'header')['alg'] === 'dir' ? opaque() : encrypted();
}

/** Auth0's begin so; the header of a JWS cannot. */
function isRefreshToken(token: string): boolean {
  return token.startsWith('v1.');
}

function opaque(): InvalidTokenError {
  return new InvalidTokenError(
    'TOKEN_OPAQUE',
    'This is an opaque token: an access token that was asked for without an audience, or a refresh token. Send the accessToken that login returned.',
  );
}

function encrypted(): InvalidTokenError {
  return new InvalidTokenError(
    'TOKEN_ENCRYPTED',
    'This is an encrypted token (JWE). Switch token encryption off for the API, or send the accessToken that login returned.',
  );
}

function malformed(why: string): InvalidTokenError {
  return new InvalidTokenError('TOKEN_MALFORMED', `This is not a JSON Web Token: ${why}.`);
}

/** Groups of four characters; a last group of two or three has its unused bits zero (RFC 4648 §3.5). */
const canonicalBase64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

function isCanonical(part: string): boolean {
  return canonicalBase64url.test(part);
}

function jsonObject(part: string, name: string): Record<string, unknown> {
  if (!isCanonical(part)) throw malformed(`its ${name} is not canonical base64url`);
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Not JSON: said below, as for JSON that is no object.
  }
  throw malformed(`its ${name} is not a JSON object`);
}
