import type { CommonRefusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import type { CatalogueEntry } from './entry.ts';

const tooMany =
  (of: 'attempts' | 'requests') =>
  ({ retryAfter }: Auth0Answer) =>
    ({ kind: 'TooManyAttempts', of, retryAfter }) as const;

/**
 * Refusals at any endpoint because a limit is reached. `too_many_requests` counts requests of the whole tenant. The other codes
 * count attempts of a user or an address.
 */
export const limits: CatalogueEntry<CommonRefusal>[] = [
  { status: /^429$/, code: /^too_many_requests$/, refusal: tooMany('requests') },
  { status: /^429$/, refusal: tooMany('attempts') },
  { code: /^too_many_(attempts|logins)$/, refusal: tooMany('attempts') },
];
