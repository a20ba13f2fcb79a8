import type { TokenKeys } from '../keys/token-keys.ts';

/** Everything about the tenant that its tokens say, or are made with. */
export interface TokenIssuer {
  /** `iss`: the tenant's address with its trailing slash. */
  readonly issuer: string;
  readonly keys: TokenKeys;
  readonly now: () => Date;
}
