import { z } from 'zod';
import type { Account, ProfileClaims, TokenSet } from '../identity/outcomes.ts';
import { flag, lacking, read, WireError, type NoteOddMember } from './wire.ts';

const tokenResponse = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().min(1).optional(),
  // The gateway cannot use any other type of token (RFC 6749 §7.1).
  token_type: z.string().regex(/^bearer$/i),
  // GraphQL's Int has 32 bits.
  expires_in: z.int32().positive(),
  scope: z.string().optional(),
  recovery_code: z.string().min(1).optional(),
});

/** Reads a token response (RFC 6749 §5.1). */
export function toTokenSet(body: unknown, noteOddMember?: NoteOddMember): TokenSet {
  const { access_token, refresh_token, id_token, token_type, expires_in, scope, recovery_code } =
    read(tokenResponse, body, noteOddMember);
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

const profile = {
  email: z.string().optional(),
  email_verified: flag.optional(),
  name: z.string().optional(),
  nickname: z.string().optional(),
  picture: z.string().optional(),
};

const signupResponse = z.object({
  _id: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  id: z.string().min(1).optional(),
  username: z.string().optional(),
  phone_number: z.string().optional(),
  ...profile,
});

/**
 * Reads an answer of `/dbconnections/signup`. `_id` is the user's id without the prefix `auth0|`. A custom database may call it
 * `user_id` or `id`. If the answer has no id, the account exists nevertheless.
 *
 * @throws {@link WireError} for an answer without any account
 */
export function toAccount(body: unknown, noteOddMember?: NoteOddMember): Account {
  const account = read(signupResponse, body, noteOddMember);
  const { _id, user_id, id, email, email_verified, name, nickname, picture } = account;
  const bare = _id ?? user_id ?? id;
  if (bare === undefined) {
    if ((email ?? account.username ?? account.phone_number) === undefined) throw lacking('_id');
    noteOddMember?.('_id');
  }
  return {
    id: bare === undefined || bare.startsWith('auth0|') ? bare : `auth0|${bare}`,
    email,
    emailVerified: email_verified,
    name,
    nickname,
    picture,
  };
}

const userinfoResponse = z.object({
  sub: z.string().min(1),
  ...profile,
});

/**
 * Reads an answer of `/userinfo`.
 *
 * @throws {@link WireError} for an answer about another user (OIDC Core §5.3.2)
 */
export function toProfileClaims(
  body: unknown,
  subject: string,
  noteOddMember?: NoteOddMember,
): ProfileClaims {
  const { sub, email, email_verified, name, nickname, picture } = read(
    userinfoResponse,
    body,
    noteOddMember,
  );
  if (sub !== subject) throw new WireError('sub is that of another user');
  return { email, emailVerified: email_verified, name, nickname, picture };
}
