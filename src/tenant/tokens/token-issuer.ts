import type { TokenKeys } from '../keys/token-keys.ts';

/** The parts of a tenant that are needed to issue a token. */
export interface TokenIssuer {
  /** Issuer (`iss`): the tenant's URL with its trailing slash. */
  readonly issuer: string;
  readonly keys: TokenKeys;
  readonly now: () => Date;
}
