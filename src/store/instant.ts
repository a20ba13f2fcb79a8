/** One moment on two clocks, in milliseconds: the monotonic clock never goes back, the wall clock runs while the machine sleeps. */
export interface Instant {
  monotonic: number;
  wall: number;
}

/** Reads both clocks. */
export function readClocks(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Computes the milliseconds since an instant, by the clock on which more time has passed. */
export function ageOf({ monotonic, wall }: Instant): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
