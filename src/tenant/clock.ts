import type { SavedRecords, SavedState } from './saved-state/saved-state.ts';

/** Moves the clocks of other processes that follow the tenant's clock. */
export type MoveFollowers = (offset: number) => Promise<void>;

/**
 * A clock that shows the underlying clock's time until it is set, and then continues from the time that was set. A restart resets
 * the clock.
 */
export class TenantClock {
  /** Whether the clock was set when the tenant last stopped. */
  readonly wasSet: boolean;
  readonly #behind: () => Date;
  readonly #moveFollowers: MoveFollowers;
  readonly #saved: SavedRecords<number>;
  #offset = 0;

  constructor(behind: () => Date, moveFollowers: MoveFollowers, state: SavedState) {
    this.#behind = behind;
    this.#moveFollowers = moveFollowers;
    this.#saved = state.records('clock');
    this.wasSet = this.#saved.found.has('offset');
    if (this.wasSet) this.#saved.delete('offset');
  }

  readonly now = (): Date => new Date(this.#behind().getTime() + this.#offset);

  /** Returns the milliseconds by which this clock is ahead of the machine's clock, or of another underlying clock. */
  offset(): number {
    return this.#offset;
  }

  /** Sets the clock. Resolves when every clock that follows this one shows the new time. */
  set(time: Date): Promise<void> {
    return this.#move(time.getTime() - this.#behind().getTime());
  }

  /** Sets this clock to the underlying clock's time. Resolves as {@link TenantClock.set} does. */
  reset(): Promise<void> {
    return this.#move(0);
  }

  #move(milliseconds: number): Promise<void> {
    this.#offset = milliseconds;
    if (milliseconds === 0) this.#saved.delete('offset');
    else this.#saved.set('offset', milliseconds);
    return this.#moveFollowers(milliseconds);
  }
}
