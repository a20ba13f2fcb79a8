/** One thing that is wrong with an endpoint. `delay_ms` is in milliseconds: before the answer, or between two of its bytes. */
export type Fault =
  | { fault: 'down' | 'server_error' | 'garbage' | 'wrong_issuer' }
  | { fault: 'slow' | 'dripping'; delay_ms: number };

/** An endpoint that can be made to fail. */
export type FaultyEndpoint = 'jwks' | 'metadata' | 'token';

/** What is wrong with each endpoint at the moment; `null`: nothing. */
export type Faults = Record<FaultyEndpoint, Fault | null>;

/** Endpoints without a fault. */
export function noFaults(): Faults {
  return { jwks: null, metadata: null, token: null };
}
