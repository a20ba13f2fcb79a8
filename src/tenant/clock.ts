/** A clock that can be set. It continues from the time that was set. */
export interface TenantClock {
  now: () => Date;
  /** Returns the milliseconds by which this clock is ahead of the machine's clock, or of another underlying clock. */
  offset: () => number;
  /** Sets the clock. Resolves when every clock that follows this one shows the new time. */
  set: (time: Date) => Promise<void>;
  /** Sets this clock to the underlying clock's time. Resolves as {@link TenantClock.set} does. */
  reset: () => Promise<void>;
}

/** Moves the clocks of other processes that follow the tenant's clock. */
export type MoveFollowers = (offset: number) => Promise<void>;

/** Creates a clock that shows the underlying clock's time until it is set. */
export function tenantClock(behind: () => Date, moveFollowers: MoveFollowers): TenantClock {
  let offset = 0;
  const move = (milliseconds: number) => {
    offset = milliseconds;
    return moveFollowers(offset);
  };
  return {
    now: () => new Date(behind().getTime() + offset),
    offset: () => offset,
    set: (time) => move(time.getTime() - behind().getTime()),
    reset: () => move(0),
  };
}
