/** Options of {@link OutageLog}. */
export interface OutageLogOptions {
  /** Milliseconds; keys older than this verify no token. */
  hardAge: number;
  now: () => Date;
  log: Record<'info' | 'warn', (details: object, message: string) => void>;
  /** Log line for a failed load. Default: `the issuer's key set cannot be fetched`. */
  failure?: string;
}

const minute = 60 * 1000;
const hour = 60 * minute;

/**
 * Logs an outage of the issuer's keys: that loads fail, how old the keys in use are, and that the outage is over.
 *
 * Failures give one line a minute. The age of the keys gives one line an hour, from the age of an hour (or half the hard age, if
 * that is less), and one when the keys become too old.
 */
export class OutageLog {
  readonly #options: OutageLogOptions;
  #failureLoggedAt: number | undefined;
  #ageLogged: { at: number; isUsable: boolean } | undefined;

  constructor(options: OutageLogOptions) {
    this.#options = options;
  }

  /** @param fetchedAt - of the keys in use, in milliseconds since 1970; undefined when there are none */
  reportFailure(cause: unknown, fetchedAt: number | undefined): void {
    const { now, log, failure = "the issuer's key set cannot be fetched" } = this.#options;
    const instant = now().getTime();
    if (this.#isFailureDue(instant)) {
      this.#failureLoggedAt = instant;
      log.warn({ err: cause }, failure);
    }
    if (fetchedAt !== undefined) this.#reportAge(instant, fetchedAt);
  }

  /** Logs the end of an outage; without an outage it does nothing. */
  reportSuccess(): void {
    if (this.#failureLoggedAt === undefined) return;
    this.#failureLoggedAt = this.#ageLogged = undefined;
    this.#options.log.info({}, "the issuer's key set can be had again");
  }

  #reportAge(instant: number, fetchedAt: number): void {
    const { hardAge, log } = this.#options;
    const age = instant - fetchedAt;
    const isUsable = age <= hardAge;
    if (age < Math.min(hour, hardAge / 2) || !this.#isAgeDue(instant, isUsable)) return;
    this.#ageLogged = { at: instant, isUsable };
    const ageSeconds = Math.floor(age / 1000);
    if (!isUsable) log.warn({ ageSeconds }, tooOld);
    else if (hardAge === Infinity) log.warn({ ageSeconds }, old);
    else log.warn({ ageSeconds, secondsLeft: Math.ceil((hardAge - age) / 1000) }, willBeTooOld);
  }

  #isFailureDue(instant: number): boolean {
    return (
      this.#failureLoggedAt === undefined || Math.abs(instant - this.#failureLoggedAt) >= minute
    );
  }

  #isAgeDue(instant: number, isUsable: boolean): boolean {
    return this.#ageLogged?.isUsable !== isUsable || instant - this.#ageLogged.at >= hour;
  }
}

const old = "the issuer's keys in use are old";
const willBeTooOld =
  "the issuer's keys in use are old: unless they can be fetched in secondsLeft, every bearer is answered SERVICE_UNAVAILABLE";
const tooOld =
  "the issuer's keys are older than JWKS_MAX_AGE: every bearer is answered SERVICE_UNAVAILABLE until they can be fetched";
