import { z } from 'zod';
import type { Account, ProfileClaims, TokenSet } from '../identity/outcomes.ts';

/** Thrown for a successful answer of Auth0 without the documented shape. The message names members, but no values. */
export class WireError extends Error {
  override name = 'WireError';
}

const tokenResponse = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().min(1).optional(),
  // The gateway can use no other type of token (RFC 6749 §7.1).
  token_type: z.string().regex(/^bearer$/i),
  // GraphQL's Int has 32 bits.
  expires_in: z.int32().positive(),
  scope: z.string().optional(),
  recovery_code: z.string().min(1).optional(),
});

/** Reads a token response (RFC 6749 §5.1). */
export function toTokenSet(body: unknown): TokenSet {
  const { access_token, refresh_token, id_token, token_type, expires_in, scope, recovery_code } =
    read(tokenResponse, body);
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(id_token !== undefined && { idToken: id_token }),
    tokenType: token_type,
    expiresIn: expires_in,
    ...(scope !== undefined && { scopes: scope.split(' ').filter(Boolean) }),
    ...(recovery_code !== undefined && { recoveryCode: recovery_code }),
  };
}

/** Schema of the claims for display. A claim of the wrong type counts as missing. */
const displayed = {
  name: z.string().optional().catch(undefined),
  nickname: z.string().optional().catch(undefined),
  picture: z.string().optional().catch(undefined),
};

const signupResponse = z.object({
  _id: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  id: z.string().min(1).optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  ...displayed,
});

/**
 * Reads an answer of `/dbconnections/signup`. `_id` is the user's ID without the prefix `auth0|`; a custom database may name it
 * `user_id` or `id`.
 */
export function toAccount(body: unknown): Account {
  const { _id, user_id, id, email, email_verified, name, nickname, picture } = read(
    signupResponse,
    body,
  );
  const bare = _id ?? user_id ?? id;
  if (bare === undefined) throw new WireError('_id is missing');
  return {
    id: bare.startsWith('auth0|') ? bare : `auth0|${bare}`,
    email,
    emailVerified: email_verified,
    name,
    nickname,
    picture,
  };
}

const userinfoResponse = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  ...displayed,
});

/**
 * Reads an answer of `/userinfo`.
 *
 * @throws {@link WireError} for an answer about another user (OIDC Core §5.3.2)
 */
export function toProfileClaims(body: unknown, subject: string): ProfileClaims {
  const { sub, email, email_verified, name, nickname, picture } = read(userinfoResponse, body);
  if (sub !== subject) throw new WireError('sub is that of another user');
  return { email, emailVerified: email_verified, name, nickname, picture };
}

/**
 * Reads an answer that has the documented shape.
 *
 * @throws {@link WireError} for any other shape
 */
export function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.') || 'the body');
  throw new WireError(`missing or of another type: ${[...new Set(members)].join(', ')}`);
}
