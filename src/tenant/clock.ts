/** A clock that can be set, and then runs on from there. */
export interface TenantClock {
  now: () => Date;
  /** Returns the milliseconds by which this clock is ahead of the machine's clock, or of another underlying clock. */
  offset: () => number;
  /** Resolves when every clock that follows this one shows the new time. */
  set: (time: Date) => Promise<void>;
  /** Makes this clock show the underlying clock's time again. Resolves as {@link TenantClock.set} does. */
  reset: () => Promise<void>;
}

/** Moves the clocks of other processes that follow the tenant's clock. */
export type MoveFollowers = (offset: number) => Promise<void>;

/** Makes a clock that shows the underlying clock's time until a caller sets it. */
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
