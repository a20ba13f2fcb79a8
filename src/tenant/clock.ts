/** A clock that a caller can set. It runs on from the time set. */
export interface TenantClock {
  now: () => Date;
  /** Milliseconds by which this clock is ahead of the underlying clock. */
  offset: () => number;
  set: (time: Date) => void;
  /** Sets this clock back to the underlying clock. */
  reset: () => void;
}

/** Makes a clock that shows the underlying clock's time until a caller sets it. */
export function tenantClock(behind: () => Date): TenantClock {
  let offset = 0;
  return {
    now: () => new Date(behind().getTime() + offset),
    offset: () => offset,
    set(time) {
      offset = time.getTime() - behind().getTime();
    },
    reset() {
      offset = 0;
    },
  };
}
