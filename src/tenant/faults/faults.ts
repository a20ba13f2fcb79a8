import type { SavedRecords, SavedState } from '../saved-state/saved-state.ts';

/** A fault of an endpoint. `delay_ms` is the wait before a `slow` answer, or between two bytes of a `dripping` one, in milliseconds. */
export type Fault =
  | { fault: 'down' | 'cut' | 'server_error' | 'garbage' | 'wrong_issuer' | 'time_out' }
  | { fault: 'slow' | 'dripping'; delay_ms: number };

/**
 * An endpoint that a switch can make fail. `search`: the search of users. `all`: every endpoint for programs that has no fault of
 * its own.
 */
export type FaultyEndpoint = 'jwks' | 'metadata' | 'token' | 'search' | 'all';

/** Current faults of the endpoints. A restart ends them. */
export class Faults {
  /** Endpoints that had a fault when the tenant last stopped. */
  readonly ended: readonly string[];
  /** Fault of each endpoint. `null` if the endpoint works. */
  readonly current: Record<FaultyEndpoint, Fault | null> = {
    jwks: null,
    metadata: null,
    token: null,
    search: null,
    all: null,
  };
  readonly #saved: SavedRecords<Fault>;

  constructor(state: SavedState) {
    this.#saved = state.records('fault');
    this.ended = [...this.#saved.found.keys()];
    for (const endpoint of this.ended) this.#saved.delete(endpoint);
  }

  /** Makes an endpoint fail. */
  set(endpoint: FaultyEndpoint, fault: Fault): void {
    this.current[endpoint] = fault;
    this.#saved.set(endpoint, fault);
  }

  /** Makes an endpoint work. */
  end(endpoint: FaultyEndpoint): void {
    this.current[endpoint] = null;
    this.#saved.delete(endpoint);
  }
}
