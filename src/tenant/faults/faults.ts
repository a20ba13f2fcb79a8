/** A fault of an endpoint. `delay_ms` is the wait before a `slow` answer, or between two bytes of a `dripping` one, in milliseconds. */
export type Fault =
  | { fault: 'down' | 'cut' | 'server_error' | 'garbage' | 'wrong_issuer' }
  | { fault: 'slow' | 'dripping'; delay_ms: number };

/** An endpoint that a switch can make fail. `all`: every endpoint for programs that has no fault of its own. */
export type FaultyEndpoint = 'jwks' | 'metadata' | 'token' | 'all';

/** Current fault of each endpoint. `null` if the endpoint works. */
export type Faults = Record<FaultyEndpoint, Fault | null>;

/** Makes the state in which no endpoint has a fault. */
export function noFaults(): Faults {
  return { jwks: null, metadata: null, token: null, all: null };
}
