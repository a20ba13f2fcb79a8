/** What the log is told while keys cannot be had: at once, then now and then, and when it is over. */
export interface OutageLog {
  /** @param fetchedAt - of the keys in hand, if any; milliseconds since 1970 */
  failed: (cause: unknown, fetchedAt: number | undefined) => void;
  ended: () => void;
}

/** Where the lines go, and what they tell of. */
export interface OutageLogOptions {
  /** Milliseconds; keys older than this verify nothing. */
  hardAge: number;
  now: () => Date;
  log: Record<'info' | 'warn', (details: object, message: string) => void>;
  /** What has failed, in words. */
  failure?: string;
}

const minute = 60 * 1000;
const hour = 60 * minute;

/** Failures are told once in a minute; the age of the keys once in an hour, from an hour on, and when they become too old. */
export function outageLog(options: OutageLogOptions): OutageLog {
  const { hardAge, now, log, failure = "the issuer's key set cannot be fetched" } = options;
  const remarkableAge = Math.min(hour, hardAge / 2);
  let toldAt: number | undefined;
  let ageTold: { at: number; isUsable: boolean } | undefined;

  function tellAge(fetchedAt: number): void {
    const instant = now().getTime();
    const age = instant - fetchedAt;
    const isUsable = age <= hardAge;
    if (age < remarkableAge) return;
    if (ageTold?.isUsable === isUsable && instant - ageTold.at < hour) return;
    ageTold = { at: instant, isUsable };
    const ageSeconds = Math.floor(age / 1000);
    if (!isUsable) log.warn({ ageSeconds }, tooOld);
    else if (hardAge === Infinity) log.warn({ ageSeconds }, old);
    else log.warn({ ageSeconds, secondsLeft: Math.ceil((hardAge - age) / 1000) }, willBeTooOld);
  }

  return {
    failed: (cause, fetchedAt) => {
      const instant = now().getTime();
      if (toldAt === undefined || Math.abs(instant - toldAt) >= minute) {
        toldAt = instant;
        log.warn({ err: cause }, failure);
      }
      if (fetchedAt !== undefined) tellAge(fetchedAt);
    },
    ended: () => {
      if (toldAt === undefined) return;
      toldAt = ageTold = undefined;
      log.info({}, "the issuer's key set can be had again");
    },
  };
}

const old = "the issuer's keys in use are old";
const willBeTooOld =
  "the issuer's keys in use are old: unless they can be fetched in secondsLeft, every bearer is answered SERVICE_UNAVAILABLE";
const tooOld =
  "the issuer's keys are older than JWKS_MAX_AGE: every bearer is answered SERVICE_UNAVAILABLE until they can be fetched";
