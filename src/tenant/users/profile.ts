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
  phone_number?: string;
  phone_verified?: boolean;
}

/** Makes the claims that the granted scopes `profile`, `email` and `phone` allow. */
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
    ...(scopes.includes('email') &&
      user.email !== '' && { email: user.email, email_verified: user.email_verified }),
    ...(scopes.includes('phone') &&
      user.phone_number !== undefined && {
        phone_number: user.phone_number,
        phone_verified: user.phone_verified ?? false,
      }),
  };
}

/** Returns what the user is known by: the e-mail address, else the username, else the phone number. */
export function identifierOf({ email, username, phone_number }: User): string {
  return email || (username ?? phone_number ?? '');
}

/** Returns the user's nickname. Default: the e-mail address before its `@`; without an address, what the user is known by. */
export function nicknameOf(user: User): string {
  const [local = ''] = identifierOf(user).split(/@[^@]*$/);
  return user.nickname ?? local;
}

/** Returns the user's name. Default: what the user is known by. */
export function nameOf(user: User): string {
  return user.name ?? identifierOf(user);
}

/**
 * Returns the URL of the user's picture. Default: a Gravatar URL, built as Auth0 does. It falls back to the initials of the name. Of
 * one word, and of the e-mail address of a user without a name, it takes the first two letters.
 */
export function pictureOf(user: User): string {
  const { picture, name, given_name, family_name } = user;
  const identifier = identifierOf(user);
  const fullName = name ?? ([given_name, family_name].join(' ').trim() || identifier);
  const words = fullName.split(/\s+/);
  const initials =
    words.length === 1
      ? fullName.slice(0, 2)
      : words
          .slice(0, 2)
          .map((word) => word.charAt(0))
          .join('');
  const letters = encodeURIComponent(initials.toLowerCase());
  const md5 = createHash('md5').update(identifier).digest('hex');
  const fallback = `https://cdn.auth0.com/avatars/${letters}.png`;
  return (
    picture ?? `https://s.gravatar.com/avatar/${md5}?s=480&r=pg&d=${encodeURIComponent(fallback)}`
  );
}
