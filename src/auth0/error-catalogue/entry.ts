import type { Refusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { TenantSetting } from '../tenant-settings.ts';

/** An entry of the catalogue. An answer must match every pattern that is present; `text` only where nothing else tells answers apart. */
export interface CatalogueEntry<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  endpoint?: RegExp;
  refusal: R | ((answer: Auth0Answer) => R);
  /** The setting to look at. Present whenever the tenant, not the user, is at fault. */
  setting?: TenantSetting;
  /** For the log, where the answer may also mean something else. */
  note?: string;
}

/** A fault of the tenant's settings: the operator has to act first, so a client waits for a minute. */
export const faultOf = (setting: TenantSetting) =>
  ({ setting, refusal: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;
