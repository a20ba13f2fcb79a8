import type { TokenRequest } from '../logins/token-request.ts';
import type { GrantResult } from '../tokens/grant-result.ts';

/** One way to get tokens. The token endpoint logs how it ended. */
export interface Grant {
  /** Log event type of a success. */
  success: 'sepft' | 'sertft' | 'seccft' | 'seotpft' | 'seoobft' | 'sercft';
  /** Log event type of a refusal, unless the refusal brings its own. */
  failure: 'fepft' | 'fertft' | 'feccft' | 'feotpft' | 'feoobft' | 'fercft';
  /** Whether `auth0-forwarded-for` counts, from a client trusted with it. Auth0 documents it for the password grants only. */
  honoursForwardedFor: boolean;
  /** @throws Refusal */
  exchange: (tokenRequest: TokenRequest) => Promise<GrantResult>;
}
