import type { CommonRefusal } from '../../identity/outcomes.ts';
import type { CatalogueEntry } from './entry.ts';

/** Refusal while Auth0 is down or slow, and for answers that are not in the catalogue. `retryAfter` is in seconds. */
export const providerOutage = { kind: 'ServiceUnavailable', retryAfter: 5 } as const;

/** Refusals for server errors of any endpoint. */
export const outages: CatalogueEntry<CommonRefusal>[] = [{ status: /^5/, refusal: providerOutage }];
