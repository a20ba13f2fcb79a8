import { createHash } from 'node:crypto';
import type { User } from './user.ts';

/** Claims about a user, in the order Auth0's ID tokens have them (OpenID Connect Core §5.1). */
export interface ProfileClaims {
  nickname?: string;
  name?: string;
  picture?: string;
  /** ISO 8601, unlike the standard's seconds: so Auth0 sends it. */
  updated_at?: string;
  email?: string;
  email_verified?: boolean;
}

/** The claims the granted scopes allow: `profile` and `email` are looked at. */
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

/** The user's nickname; without one the username, then the local part of the e-mail address. */
export function nicknameOf({ nickname, username, email }: User): string {
  return nickname ?? username ?? email.slice(0, email.lastIndexOf('@'));
}

/** The user's name; without one the e-mail address. */
export function nameOf({ name, email }: User): string {
  return name ?? email;
}

/** The user's picture; without one the Gravatar address Auth0 makes up. */
export function pictureOf({ picture, email }: User): string {
  const md5 = createHash('md5').update(email).digest('hex');
  const initials = `https://cdn.auth0.com/avatars/${email.slice(0, 2)}.png`;
  return (
    picture ?? `https://s.gravatar.com/avatar/${md5}?s=480&r=pg&d=${encodeURIComponent(initials)}`
  );
}
