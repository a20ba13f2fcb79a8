import { RateLimit } from '../limits/limit.ts';
import type { BackOfficeLimits } from './options.ts';

/** An administrator: 50 mails at once, then one every 10 seconds. */
const mailsOfActor = { burst: 50, interval: 10_000 };
/** An address: 5 mails at once, then one every 2 minutes. */
const mailsToAddress = { burst: 5, interval: 120_000 };
/** The tokens of one invitation: 10 reads at once, then one every 6 seconds. */
const reads = { burst: 10, interval: 6000 };

/** Creates the limits of the back office. They count in memory, so each replica has limits of its own. */
export function createBackOfficeLimits(now: () => Date): BackOfficeLimits {
  return {
    mailsOfActor: new RateLimit({ ...mailsOfActor, of: 'attempts', now }),
    mailsToAddress: new RateLimit({ ...mailsToAddress, of: 'attempts', now }),
    reads: new RateLimit({ ...reads, of: 'attempts', now }),
  };
}
