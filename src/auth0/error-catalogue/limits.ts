import type { CommonRefusal } from '../../identity/outcomes.ts';
import { isOverallLimit, type Auth0Answer } from '../auth0-error.ts';
import type { CatalogueEntry } from './entry.ts';

const tooMany =
  (of: 'attempts' | 'requests') =>
  ({ retryAfter }: Auth0Answer) =>
    ({ kind: 'TooManyAttempts', of, retryAfter }) as const;

/**
 * Refusals of any endpoint because a limit is reached. An overall limit counts the requests of the whole tenant. The other limits
 * count the attempts of one user or one address.
 */
export const limits: CatalogueEntry<CommonRefusal>[] = [
  {
    status: /^429$/,
    refusal: (answer) => tooMany(isOverallLimit(answer) ? 'requests' : 'attempts')(answer),
  },
  { code: /^too_many_(attempts|logins)$/, refusal: tooMany('attempts') },
];
