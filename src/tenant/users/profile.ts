import { createHash } from 'node:crypto';
import type { User } from './user.ts';

/** Claims about a user (OpenID Connect Core §5.1), in the order of Auth0's ID tokens. */
export interface ProfileClaims {
  nickname?: string;
  name?: string;
  picture?: string;
  /** Time in ISO 8601, as Auth0 sends it. The standard asks for seconds since the epoch. */
  updated_at?: string;
  email?: string;
  email_verified?: boolean;
}

/** Makes the claims that the granted scopes `profile` and `email` allow. */
export function profileClaims(user: User, scopes: string[]): ProfileClaims {
  return {
    ...(scopes.includes('profile') && {
      ...(user.given_name !== undefined && { given_name: user.given_name }),
      ...(user.family_name !== undefined && { family_name: user.family_name }),
      nickname: nicknameOf(user),
      name: nameOf(user),
      picture: pictureOf(user),
      updated_at: user.updated_at.toISOString(),
    }),
    ...(scopes.includes('email') && { email: user.email, email_verified: user.email_verified }),
  };
}

/** Returns the user's nickname. Default: the e-mail address before its `@`. */
export function nicknameOf({ nickname, email }: User): string {
  return nickname ?? email.slice(0, email.lastIndexOf('@'));
}

/** Returns the user's name. Default: the e-mail address. */
export function nameOf({ name, email }: User): string {
  return name ?? email;
}

/**
 * Returns the URL of the user's picture. Default: a Gravatar URL, built as Auth0 does. It falls back to the initials of the name. Of
 * one word, and of the e-mail address of a user without a name, it takes the first two letters.
 */
export function pictureOf({ picture, name, given_name, family_name, email }: User): string {
  const fullName = name ?? ([given_name, family_name].join(' ').trim() || email);
  const words = fullName.split(/\s+/);
  const initials =
    words.length === 1
      ? fullName.slice(0, 2)
      : words
          .slice(0, 2)
          .map((word) => word.charAt(0))
          .join('');
  const letters = encodeURIComponent(initials.toLowerCase());
  const md5 = createHash('md5').update(email).digest('hex');
  const fallback = `https://cdn.auth0.com/avatars/${letters}.png`;
  return (
    picture ?? `https://s.gravatar.com/avatar/${md5}?s=480&r=pg&d=${encodeURIComponent(fallback)}`
  );
}
