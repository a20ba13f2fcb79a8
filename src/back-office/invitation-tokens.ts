import { randomBytes } from 'node:crypto';
import { digest } from '../secrets/digest.ts';
import { sealedTokens, type SealedTokens } from '../secrets/sealed-tokens.ts';

/** Content of a token: the id of the invited user, and a secret. */
interface TokenState {
  user: string;
  secret: string;
}

/**
 * Tokens of invitations. A token names the invited user and contains a secret, of which the invitation's record has the digest
 * only. Tokens are encrypted with a key of this gateway: a token of another gateway is refused before anybody is asked, so that
 * nobody can use up calls to the identity provider with guesses.
 */
export class InvitationTokens {
  readonly #sealed: SealedTokens<TokenState>;

  /** @param secrets - secrets of the gateway, newest first, from which the keys are derived */
  constructor(secrets: readonly [string, ...string[]], now: () => Date) {
    this.#sealed = sealedTokens(secrets, 'invitation+jwt', now);
  }

  /** Creates a secret, and its digest for the record. */
  newSecret(): { secret: string; digest: string } {
    const secret = randomBytes(24).toString('base64url');
    return { secret, digest: digest(secret) };
  }

  /** Creates the token of a user and a secret. It expires after `lifetime` seconds. */
  seal(user: string, secret: string, lifetime: number): Promise<string> {
    return this.#sealed.seal({ user, secret }, lifetime);
  }

  /**
   * Opens a token. Resolves to `expired` for an expired token, and to `unknown` for a text that is no token of this gateway.
   */
  async open(token: string): Promise<{ user: string; digest: string } | 'expired' | 'unknown'> {
    if (token.length > maxLength) return 'unknown';
    const opened = await this.#sealed.open(token);
    if (typeof opened === 'string') return opened;
    const { user, secret } = opened.state;
    return { user, digest: digest(secret) };
  }
}

/** Maximum length of a text that may be a token. */
const maxLength = 2048;
