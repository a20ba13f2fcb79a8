import type { Refusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { TenantSetting } from '../tenant-settings.ts';

/**
 * An entry of the catalogue. An answer matches if it matches every pattern of the entry. Patterns use `text` only when nothing else
 * tells two answers apart, since Auth0 may change the text.
 */
export interface CatalogueEntry<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  endpoint?: RegExp;
  refusal: R | ((answer: Auth0Answer) => R);
  /** The setting for the operator to correct, if the tenant is at fault and not the user. */
  setting?: TenantSetting;
  /** A warning for the log, if the answer may have another meaning too. */
  note?: string;
}

/**
 * Makes the members of an entry for a wrong setting of the tenant. The client is to wait for 60 s, since the operator must act
 * first.
 */
export const faultOf = (setting: TenantSetting) =>
  ({ setting, refusal: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;
