import { z } from 'zod';
import { members } from '../control/input.ts';

const maxDelayMs = 600_000;
const delay = { error: `has to be a whole number of milliseconds, 1 to ${maxDelayMs}` };
const delay_ms = z.int(delay).min(1, delay).max(maxDelayMs, delay);

const anyEndpoint = [
  members({ fault: z.literal('down') }),
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

/** What can be wrong with an endpoint, as a request for it says. */
export const faultSchemas = { jwks: anyFault, metadata: metadataFault, token: anyFault };

/** One thing that is wrong with an endpoint. `delay_ms` is in milliseconds: before the answer, or between two of its bytes. */
export type Fault = z.output<typeof metadataFault>;

/** An endpoint that can be made to fail. */
export type FaultyEndpoint = keyof typeof faultSchemas;

/** What is wrong with each endpoint at the moment; `null`: nothing. */
export type Faults = Record<FaultyEndpoint, Fault | null>;

/** Endpoints without a fault. */
export function noFaults(): Faults {
  return { jwks: null, metadata: null, token: null };
}
