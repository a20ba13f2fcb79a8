import type { Upstream } from './upstream.ts';

/** Dependencies of {@link watchClock}. */
export interface ClockCheckOptions {
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** Tolerated difference between two clocks (milliseconds), the same as for verifying tokens. */
const tolerance = 5000;

/**
 * Wraps `fetch` to compare the gateway's clock with the `Date` of each answer to a POST, because such answers do not come from a
 * cache (RFC 9110 §6.6.1). Warns once if the clocks differ: logins would succeed, but the gateway would refuse their tokens.
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
    // The answer was created between these two times. `Date` has no milliseconds.
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
