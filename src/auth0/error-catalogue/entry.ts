import type { Refusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { TenantSetting } from '../tenant-settings.ts';

/**
 * An entry of the catalogue. An answer matches if it matches every pattern of the entry. Auth0 may change its texts, so an entry
 * has a pattern for `text` only if nothing else distinguishes two answers.
 */
export interface CatalogueEntry<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  endpoint?: RegExp;
  refusal: R | ((answer: Auth0Answer) => R);
  /** Setting that the operator must correct. Set if the tenant is at fault and not the user. */
  setting?: TenantSetting;
  /** Warning for the log. Set if the answer may also have another meaning. */
  note?: string;
}

/**
 * Returns the members of an entry for a wrong setting of the tenant. The client should wait 60 s, because an operator must act
 * first.
 */
export const faultOf = (setting: TenantSetting) =>
  ({ setting, refusal: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;
