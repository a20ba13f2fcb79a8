import type { TokenKeys } from '../keys/token-keys.ts';

/** A switch for the lifetime of access tokens, in seconds. `null`: each API has its own. */
export interface TokenLifetime {
  seconds: number | null;
}

/** The parts of a tenant that are needed to issue a token. */
export interface TokenIssuer {
  /** Issuer (`iss`): the tenant's URL with its trailing slash. */
  readonly issuer: string;
  readonly keys: TokenKeys;
  readonly now: () => Date;
  readonly tokenLifetime: TokenLifetime;
}
