/** A clock that can be moved, and runs on from where it was set. */
export interface TenantClock {
  now: () => Date;
  /** Milliseconds that it is ahead of the clock behind it. */
  offset: () => number;
  set: (time: Date) => void;
  /** Puts it back to the clock behind it. */
  reset: () => void;
}

/** A clock that shows what another one does, until it is moved. */
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
