/** Options of {@link OutageLog}. */
export interface OutageLogOptions {
  /** Age from which keys no longer verify tokens (milliseconds). */
  hardAge: number;
  now: () => Date;
  log: Record<'info' | 'warn', (details: object, message: string) => void>;
  /** Log line for a failed load. Default: `the issuer's key set cannot be fetched`. */
  failure?: string;
}

const minute = 60 * 1000;
const hour = 60 * minute;

/**
 * Logs an outage of the issuer's keys: failed loads, the age of the keys in use, and the end of the outage.
 *
 * Failed loads are logged once a minute. The age is logged once an hour, starting at one hour or at half of the hard age if that
 * is shorter, and once when the keys become too old.
 */
export class OutageLog {
  readonly #options: OutageLogOptions;
  #failureLoggedAt: number | undefined;
  #ageLogged: { at: number; isUsable: boolean } | undefined;

  constructor(options: OutageLogOptions) {
    this.#options = options;
  }

  /**
   * Logs a failed load, and the age of the keys in use.
   *
   * @param fetchedAt - time at which the keys in use were loaded (milliseconds since the epoch). Undefined without keys
   */
  reportFailure(cause: unknown, fetchedAt: number | undefined): void {
    const { now, log, failure = "the issuer's key set cannot be fetched" } = this.#options;
    const instant = now().getTime();
    if (this.#isFailureDue(instant)) {
      this.#failureLoggedAt = instant;
      log.warn({ err: cause }, failure);
    }
    if (fetchedAt !== undefined) this.#reportAge(instant, fetchedAt);
  }

  /** Logs the end of an outage. Does nothing if there was no outage. */
  reportSuccess(): void {
    if (this.#failureLoggedAt === undefined) return;
    this.#failureLoggedAt = this.#ageLogged = undefined;
    this.#options.log.info({}, "the issuer's key set is available again");
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
