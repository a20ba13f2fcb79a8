/** A fault of an endpoint. `delay_ms`, in milliseconds, is the wait before a `slow` answer or between two `dripping` bytes. */
export type Fault =
  | { fault: 'down' | 'cut' | 'server_error' | 'garbage' | 'wrong_issuer' }
  | { fault: 'slow' | 'dripping'; delay_ms: number };

/** An endpoint that a switch can make fail. */
export type FaultyEndpoint = 'jwks' | 'metadata' | 'token';

/** Current fault of each endpoint; `null` for a working one. */
export type Faults = Record<FaultyEndpoint, Fault | null>;

/** Makes the initial state: no endpoint has a fault. */
export function noFaults(): Faults {
  return { jwks: null, metadata: null, token: null };
}
