import type { CommonRefusal, Refusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { TenantSetting } from '../tenant-settings.ts';

/** One line of the catalogue. All patterns given must match; `text` only where Auth0 tells apart by nothing else. */
export interface Row<R extends Refusal> {
  status?: RegExp;
  code?: RegExp;
  text?: RegExp;
  name?: RegExp;
  endpoint?: RegExp;
  means: R | ((answer: Auth0Answer) => R);
  /** The tenant's setting to look at. Present whenever the tenant, not the person, is at fault. */
  setting?: TenantSetting;
  /** For the log: nobody knows for sure that the answer means this. */
  note?: string;
}

/** What a client is told when Auth0 is down, slow, or says what no row knows. `retryAfter` in seconds. */
export const providerOutage = { kind: 'ServiceUnavailable', retryAfter: 5 } as const;

/** Somebody has to change the tenant first: trying again at once is of no use. */
export const faultOf = (setting: TenantSetting) =>
  ({ setting, means: { kind: 'ServiceUnavailable', retryAfter: 60 } }) as const;

const tooMany =
  (of: 'attempts' | 'requests') =>
  ({ retryAfter }: Auth0Answer) =>
    ({ kind: 'TooManyAttempts', of, retryAfter }) as const;

/** Limits of any endpoint. */
export const limits: Row<CommonRefusal>[] = [
  { status: /^429$/, code: /^too_many_requests$/, means: tooMany('requests') },
  { status: /^429$/, means: tooMany('attempts') },
  { code: /^too_many_(attempts|logins)$/, means: tooMany('attempts') },
];

/** Trouble of Auth0's own, at any endpoint. */
export const outages: Row<CommonRefusal>[] = [{ status: /^5/, means: providerOutage }];
