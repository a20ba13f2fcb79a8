import { Durations } from './durations.ts';

/** Milliseconds between two measurements. */
const period = 50;

/**
 * Measures the delay of the event loop. A timer is due every 50 ms, and each run adds its lateness as one duration. While the
 * event loop is late, every request waits.
 */
export class EventLoopDelay {
  readonly durations = new Durations();
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + period;

  /** Starts to measure. The timer does not keep the process alive. */
  constructor() {
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.durations.add(Math.max(0, now - this.#due) / 1000);
      this.#due = now + period;
    }, period).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
