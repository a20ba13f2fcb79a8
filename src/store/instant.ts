/**
 * A moment as read from two clocks, in milliseconds. The monotonic clock never goes back; only the wall clock runs while the
 * machine sleeps.
 */
export interface Instant {
  monotonic: number;
  wall: number;
}

/** Reads the monotonic clock and the wall clock. */
export function readClocks(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Returns the milliseconds since a moment, by the clock on which more time has passed. */
export function ageOf({ monotonic, wall }: Instant): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
