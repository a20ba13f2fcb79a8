import type { Faults } from '../faults/faults.ts';
import type { Tenant } from '../tenant-state.ts';
import type { TokenLifetime } from '../tokens/token-issuer.ts';

/** The state of all switches, as JSON. */
export interface Switches {
  clock: { now: string; offset_seconds: number };
  faults: Faults['current'];
  token_lifetime: TokenLifetime;
  /** All published keys, in the order of the key set. */
  keys: { kid: string; state: 'current' | 'next' | 'previous' }[];
}

/** Reads the state of every switch. */
export async function switchesOf({
  clock,
  faults,
  tokenLifetime,
  keys,
}: Tenant): Promise<Switches> {
  const published = await keys.published();
  return {
    clock: { now: clock.now().toISOString(), offset_seconds: clock.offset() / 1000 },
    faults: faults.current,
    token_lifetime: tokenLifetime,
    keys: published.map(({ kid }, index) => ({
      kid,
      state: (['current', 'next'] as const)[index] ?? 'previous',
    })),
  };
}
