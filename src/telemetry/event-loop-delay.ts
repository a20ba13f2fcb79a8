import { Durations } from './durations.ts';

/** Milliseconds between two measurements. */
const period = 50;

/**
 * Measures by how much the event loop is late: a timer is due every 50 ms, and each time it runs, the lateness is one duration. While
 * the loop is late, every request waits.
 */
export class EventLoopDelay {
  readonly durations = new Durations();
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + period;

  /** Begins to measure. The timer keeps no process alive. */
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
