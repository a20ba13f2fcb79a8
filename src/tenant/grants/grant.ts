import type { TokenRequest } from '../logins/token-request.ts';
import type { GrantResult } from '../tokens/grant-result.ts';

/** A grant type of the token endpoint, which logs the result of each exchange. */
export interface Grant {
  /** Log event type of a successful exchange. */
  success: 'sepft' | 'sertft' | 'seccft' | 'seotpft' | 'seoobft' | 'sercft';
  /** Log event type of a refused exchange, unless the refusal has a type of its own. */
  failure: 'fepft' | 'fertft' | 'feccft' | 'feotpft' | 'feoobft' | 'fercft';
  /** Whether a trusted client may send `auth0-forwarded-for`. Auth0 documents this header for the password grants only. */
  honoursForwardedFor: boolean;
  /**
   * Exchanges the credentials in the request for tokens.
   *
   * @throws Refusal when the credentials are not accepted
   */
  exchange: (tokenRequest: TokenRequest) => Promise<GrantResult>;
}
