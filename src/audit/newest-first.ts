import { comparePositions, type Position } from '../store/event-log.ts';
import type { TrailPosition } from './cursors.ts';
import type { Shelf } from './shelf.ts';

/** An entry of the whole trail. */
export interface TrailEntry extends TrailPosition {
  text: string;
}

/**
 * Reads the entries of all shelves before a position, newest first.
 *
 * @param before - default: the end of the trail
 */
export async function* newestFirst(
  shelves: readonly Pick<Shelf, 'newestFirst'>[],
  before: TrailPosition | undefined,
): AsyncGenerator<TrailEntry> {
  const readers = shelves.map((shelf, index) => shelf.newestFirst(startIn(index, before)));
  const heads = await Promise.all(readers.map((reader) => reader.next()));
  for (;;) {
    let newest: TrailEntry | undefined;
    for (const [shelf, { value }] of heads.entries()) {
      if (value && (!newest || comparePositions(value, newest) >= 0)) newest = { ...value, shelf };
    }
    if (!newest) return;
    yield newest;
    const reader = readers[newest.shelf];
    if (reader) heads[newest.shelf] = await reader.next();
  }
}

/** Returns where one shelf goes on. Of two entries with one position, the one of the later shelf comes first. */
function startIn(shelf: number, before: TrailPosition | undefined): Position | undefined {
  if (!before) return undefined;
  const { ms, seq } = before;
  return { ms, seq: shelf < before.shelf ? seq + 1 : seq };
}
