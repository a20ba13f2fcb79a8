import type { Refusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { TenantSetting } from '../tenant-settings.ts';

/**
 * An entry of the catalogue. An answer must match every pattern of the entry. Entries use `text` only if no other member
 * distinguishes the answers.
 */
export interface CatalogueEntry<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  endpoint?: RegExp;
  refusal: R | ((answer: Auth0Answer) => R);
  /** Setting for the operator to correct. Present if the tenant, not the user, is at fault. */
  setting?: TenantSetting;
  /** Warning for the log, if the answer has a second possible meaning. */
  note?: string;
}

/** Makes the refusal for a wrong setting of the tenant. The operator has to act first, so a client waits for 60 s. */
export const faultOf = (setting: TenantSetting) =>
  ({ setting, refusal: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;
