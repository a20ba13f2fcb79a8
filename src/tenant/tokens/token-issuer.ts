import type { TokenKeys } from '../keys/token-keys.ts';

/** Parts of the tenant that issue tokens. */
export interface TokenIssuer {
  /** Issuer (`iss`): the tenant's URL with its trailing slash. */
  readonly issuer: string;
  readonly keys: TokenKeys;
  readonly now: () => Date;
}
