/** A clock that can be set, and then runs on from there. */
export interface TenantClock {
  now: () => Date;
  /** Returns the milliseconds by which this clock is ahead of the machine's clock, or of another underlying clock. */
  offset: () => number;
  set: (time: Date) => void;
  /** Makes this clock show the underlying clock's time again. */
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
