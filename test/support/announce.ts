import type { Store } from '../../src/store/store.ts';

/** Announces one notice to a store. */
export function announce(
  store: Pick<Store, 'announce'>,
  notice: string,
  until: number,
): Promise<boolean> {
  return store.announce([{ notice, until }]);
}
