import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { User } from '../users/user.ts';

/** A login that is waiting for a second factor. */
export interface InterruptedLogin {
  client_id: string;
  user_id: string;
  /** Identifier of the API. Undefined if the login named none. */
  audience: string | undefined;
  /** Scopes from before the Actions ran. */
  scopes: string[];
  /** Scopes of the tokens to issue, and the decisions of the Actions. */
  outcome: {
    scopes: string[];
    accessToken: Record<string, unknown>;
    idToken: Record<string, unknown>;
  };
  /** The refresh token of the request. Undefined for a login with a password. */
  refresh_token: string | undefined;
}

/** The interrupted logins, by their `mfa_token`. */
export interface MfaTokens {
  issue(login: InterruptedLogin): string;
  /** Finds the interrupted login, or returns the token's fault. A token that was used is `unknown`. */
  find(token: string): InterruptedLogin | 'expired' | 'unknown';
  forget(token: string): void;
  /** Ends all interrupted logins of a user. */
  forgetAllOf(user: User): void;
}

const lifetimeMs = 600_000;
const maxLogins = 10_000;

/** Makes the storage of interrupted logins. It remembers the 10,000 newest, and each waits for up to ten minutes. */
export function mfaTokens(state: SavedState, now: () => Date): MfaTokens {
  const logins = new SavedMap<{ login: InterruptedLogin; until: number }>(state, {
    kind: 'interrupted_login',
    max: maxLogins,
  });
  return {
    issue: (login) => {
      const token = newOpaqueValue();
      logins.set(token, { login, until: now().getTime() + lifetimeMs });
      return token;
    },
    find: (token) => {
      const found = logins.get(token);
      if (!found) return 'unknown';
      return now().getTime() < found.until ? found.login : 'expired';
    },
    forgetAllOf: (user) => {
      for (const [token, { login }] of [...logins.entries()]) {
        if (login.user_id === user.user_id) logins.delete(token);
      }
    },
    forget: (token) => {
      logins.delete(token);
    },
  };
}

/** Makes a random value that looks like Auth0's opaque tokens. */
export function newOpaqueValue(): string {
  return `Fe26.2*SERVER_local*${randomBytes(96).toString('base64url')}`;
}
