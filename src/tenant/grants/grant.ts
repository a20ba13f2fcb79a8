import type { TokenRequest } from '../logins/token-request.ts';
import type { GrantResult } from '../tokens/grant-result.ts';

/** A grant type. The token endpoint logs the result of each exchange. */
export interface Grant {
  /** Log event type of a success. */
  success: 'sepft' | 'sertft' | 'seccft' | 'seotpft' | 'seoobft' | 'sercft';
  /** Log event type of a refusal, unless the refusal brings its own. */
  failure: 'fepft' | 'fertft' | 'feccft' | 'feotpft' | 'feoobft' | 'fercft';
  /** True if a trusted client may send `auth0-forwarded-for`. Auth0 documents the header for the password grants only. */
  honoursForwardedFor: boolean;
  /**
   * Exchanges the request's credentials for tokens.
   *
   * @throws Refusal
   */
  exchange: (tokenRequest: TokenRequest) => Promise<GrantResult>;
}
