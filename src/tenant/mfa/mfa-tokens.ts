import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Client } from '../settings/settings.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import type { User } from '../users/user.ts';

/** A login that waits for a second factor. */
export interface InterruptedLogin {
  client: Client;
  user: User;
  /** Gives the tokens that were held back, once. */
  finish: () => Promise<GrantResult>;
}

/** Logins that wait, by their `mfa_token`. */
export interface MfaTokens {
  issue(login: InterruptedLogin): string;
  /** The login, or why there is none. A token that was used up is unknown. */
  find(token: string): InterruptedLogin | 'expired' | 'unknown';
  forget(token: string): void;
  /** Ends every login of a user that waits. */
  forgetAllOf(user: User): void;
}

const lifetimeMs = 600_000;
const maxLogins = 10_000;

/** Keeps the 10 000 newest. Each waits for ten minutes. */
export function mfaTokens(now: () => Date): MfaTokens {
  const logins = new LRUCache<string, { login: InterruptedLogin; until: number }>({
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
      for (const [token, { login }] of logins.entries()) {
        if (login.user === user) logins.delete(token);
      }
    },
    forget: (token) => {
      logins.delete(token);
    },
  };
}

/** Something in the form that Auth0 gives its opaque values. */
export function newOpaqueValue(): string {
  return `Fe26.2*SERVER_local*${randomBytes(96).toString('base64url')}`;
}
