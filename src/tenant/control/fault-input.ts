import { z } from 'zod';
import type { Fault, FaultyEndpoint } from '../faults/faults.ts';
import { members } from './input.ts';

const maxDelayMs = 600_000;
const delay = { error: `has to be a whole number of milliseconds, 1 to ${maxDelayMs}` };
const delay_ms = z.int(delay).min(1, delay).max(maxDelayMs, delay);

const anyEndpoint = [
  members({ fault: z.literal('down') }),
  members({ fault: z.literal('cut') }),
  members({ fault: z.literal('slow'), delay_ms }),
  members({ fault: z.literal('dripping'), delay_ms }),
  members({ fault: z.literal('server_error') }),
  members({ fault: z.literal('garbage') }),
] as const;

const anyFault = z.discriminatedUnion('fault', anyEndpoint);
const metadataFault = z.discriminatedUnion('fault', [
  ...anyEndpoint,
  members({ fault: z.literal('wrong_issuer') }),
]);

const searchFault = z.discriminatedUnion('fault', [
  ...anyEndpoint,
  members({ fault: z.literal('time_out') }),
]);

/**
 * Schemas for the bodies of requests that set a fault, by endpoint. Only `metadata` may have `wrong_issuer`, and only `search`
 * `time_out`.
 */
export const faultSettings = {
  all: anyFault,
  jwks: anyFault,
  metadata: metadataFault,
  token: anyFault,
  search: searchFault,
} satisfies Record<FaultyEndpoint, z.ZodType<Fault>>;
