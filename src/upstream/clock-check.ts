import type { Upstream } from './upstream.ts';

/** Dependencies of {@link watchClock}. */
export interface ClockCheckOptions {
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** Milliseconds by which two clocks may differ without a warning: the tolerance with which the gateway verifies tokens. */
const tolerance = 5000;

/**
 * Makes a `fetch` that compares the gateway's clock with the `Date` of each answer to a POST, which no cache gives (RFC 9110 §6.6.1).
 * Warns once: with clocks that differ, logins succeed, and the gateway then refuses their tokens.
 */
export function watchClock(
  fetch: Upstream['fetch'],
  { now, log }: ClockCheckOptions,
): Upstream['fetch'] {
  let hasWarned = false;
  return async (url, init) => {
    const sentAt = now().getTime();
    const response = await fetch(url, init);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (hasWarned || init?.method !== 'POST' || Number.isNaN(date)) return response;
    // The answer was made between these two instants. `Date` leaves out the milliseconds.
    const ahead = date - now().getTime();
    const behind = sentAt - (date + 999);
    if (Math.max(ahead, behind) > tolerance) {
      hasWarned = true;
      const seconds = Math.round(Math.max(ahead, behind) / 1000);
      log.warn({ seconds }, explain(seconds, ahead > behind ? 'ahead of' : 'behind'));
    }
    return response;
  };
}

function explain(seconds: number, direction: 'ahead of' | 'behind'): string {
  return `Auth0's clock is ${seconds} s ${direction} the clock of this machine, so that tokens seem not valid yet or expire at another time: synchronize the machine's clock (NTP)`;
}
