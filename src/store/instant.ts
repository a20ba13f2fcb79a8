/**
 * A time as read from two clocks (milliseconds). The monotonic clock never goes back. The wall clock continues while the machine
 * sleeps.
 */
export interface Instant {
  monotonic: number;
  wall: number;
}

/** Reads the monotonic clock and the wall clock. */
export function readClocks(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Returns the milliseconds since an instant, on the clock on which more time has passed. */
export function ageOf({ monotonic, wall }: Instant): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
