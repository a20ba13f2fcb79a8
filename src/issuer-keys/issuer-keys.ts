import { setTimeout as wait } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import type { FallbackKeys } from './fallback-keys.ts';
import type { OutageLog } from './outage-log.ts';
import type { FetchedKeys } from './signed-key-set.ts';

/** The gateway has no usable key of the issuer. The token may be valid, so the user stays signed in. */
export class KeysUnavailableError extends Error {
  override name = 'KeysUnavailableError';
}

/** Dependencies and timing of {@link IssuerKeys}. */
export interface IssuerKeysOptions {
  /** Loads the issuer's current key set. */
  load: () => Promise<JWK[]>;
  /** Key sets to use if `load` fails or does not finish. Default: only the set that was loaded last. */
  fallback?: FallbackKeys;
  timing: KeyTiming;
  now: () => Date;
  outage: OutageLog;
}

/** Ages and waiting times of {@link IssuerKeys}, in milliseconds. */
export interface KeyTiming {
  /** Age from which keys are refreshed in the background. Look-ups do not wait for the refresh. */
  softAge: number;
  /** Age from which keys no longer verify tokens. */
  hardAge: number;
  /** Minimum time between a successful load and the next load that a look-up starts. */
  cooldown: number;
  /** Minimum time between a failed load and the next load that a look-up starts (milliseconds). */
  failureCooldown: number;
  /** Time between two loads in the background while loads fail. */
  retryPeriod: number;
}

/** The key set in use. */
interface KeySet {
  /** Finds a key in the set. The function stays the same while the keys stay the same. */
  find: JWTVerifyGetKey;
  /** The keys as JSON. */
  text: string;
  /** Time of the load (milliseconds since the epoch). */
  fetchedAt: number;
}

/** Milliseconds between two checks whether the keys have reached their soft age. */
const checkPeriod = 60_000;
/** Milliseconds that a look-up without usable keys waits for a load, before it uses the fallback. */
const patience = 1000;

/**
 * The issuer's signing keys, for jose.
 *
 * The first look-up loads the key set. A look-up of a key that the set lacks loads it again. All waiting look-ups share one load.
 * Keys are refreshed in the background, and stay in use while loads fail.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  readonly #timer: NodeJS.Timeout;
  #keySet: KeySet | undefined;
  #loading: Promise<void> | undefined;
  #recalling: Promise<void> | undefined;
  #lastLoadAt = -Infinity;
  #hasFailed = false;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.#refreshWhenDue();
    }, checkPeriod).unref();
  }

  /**
   * Finds the key that signed a token, by the token's header.
   *
   * @throws {@link KeysUnavailableError} if there is no usable key set, or if the key is unknown and the last load failed
   * @throws `JWKSNoMatchingKey` if the issuer has no such key; another `JOSEError` if several keys match
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.#findOrRefresh(header, token);
    } catch (error) {
      // After a failed load, the issuer may have published the key meanwhile, so the token may be valid.
      throw isUnknownKey(error) && this.#hasFailed ? new KeysUnavailableError(unavailable) : error;
    }
  };

  /**
   * Finds the key of a token that the gateway has just received from the issuer. If the key is unknown, the issuer has just begun
   * to use it. So the keys are loaded again in spite of the cool-down, at most once a second.
   *
   * Clients cannot cause these loads. They can only send invented tokens to {@link find}.
   *
   * @throws as {@link find}
   */
  readonly findForIssued: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.find(header, token);
    } catch (error) {
      if (!isUnknownKey(error)) throw error;
      await this.#reload();
      return this.find(header, token);
    }
  };

  /**
   * Returns an object that identifies the key set in use. The object stays the same while the keys stay the same, so that a token
   * which this key set has verified need not be verified again. Refreshes a key set past its soft age in the background.
   *
   * @returns undefined if there is no usable key set
   */
  current(): object | undefined {
    this.#refreshWhenDue();
    return this.#usable()?.find;
  }

  /** Returns the seconds since the keys were loaded, even after their hard age. Undefined without keys. */
  age(): number | undefined {
    return this.#keySet && Math.max(this.#timeSince(this.#keySet.fetchedAt), 0) / 1000;
  }

  /** Stops the refresh in the background, and waits until the running load and the running writes are finished. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#loading;
    await this.#options.fallback?.flush();
  }

  async #findOrRefresh(...[header, token]: Parameters<JWTVerifyGetKey>) {
    const lookUp = async () => (await this.#obtain())(header, token);
    try {
      return await lookUp();
    } catch (error) {
      if (!isUnknownKey(error) || !this.#mayRefresh()) throw error;
      await this.#refresh();
      return lookUp();
    }
  }

  /**
   * Returns the look-up of the key set in use. Without a usable set, waits for a load. If the load takes too long, uses the
   * fallback.
   */
  async #obtain(): Promise<JWTVerifyGetKey> {
    if (!this.#usable() && this.#mayRefresh()) {
      this.#recalling ??= this.#recallAfterPatience().finally(() => (this.#recalling = undefined));
      await Promise.race([this.#refresh(), this.#recalling]);
      if (!this.#usable()) await this.#loading;
    }
    this.#refreshWhenDue();
    const keySet = this.#usable();
    if (!keySet) throw new KeysUnavailableError(unavailable);
    return keySet.find;
  }

  /** Starts a load, or joins the running load. */
  #refresh(): Promise<void> {
    return (this.#loading ??= this.#load().finally(() => (this.#loading = undefined)));
  }

  #refreshWhenDue(): void {
    if (this.#isDue()) void this.#refresh();
  }

  /** Loads the keys again, at most once a second. */
  async #reload(): Promise<void> {
    const { failureCooldown } = this.#options.timing;
    if (!this.#loading && !this.#isPast(this.#lastLoadAt, failureCooldown)) {
      await wait(failureCooldown, undefined, { ref: false });
    }
    await this.#refresh();
  }

  async #load(): Promise<void> {
    const { load, now, fallback, outage } = this.#options;
    this.#lastLoadAt = now().getTime();
    try {
      const fetched = { keys: await load(), fetchedAt: now().getTime() };
      this.#use(fetched);
      this.#hasFailed = false;
      fallback?.save(fetched);
      outage.reportSuccess();
    } catch (error) {
      this.#hasFailed = true;
      await this.#recall();
      outage.reportFailure(error, this.#keySet?.fetchedAt);
    }
  }

  /** Uses the fallback's keys if they are newer than the keys in use. */
  async #recall(): Promise<void> {
    const recalled = await this.#options.fallback?.recall(this.#usable()?.fetchedAt);
    if (recalled && recalled.fetchedAt > (this.#usable()?.fetchedAt ?? -Infinity)) {
      this.#use(recalled);
    }
  }

  async #recallAfterPatience(): Promise<void> {
    await wait(patience, undefined, { ref: false });
    if (this.#loading && !this.#usable()) await this.#recall();
  }

  #use({ keys, fetchedAt }: FetchedKeys): void {
    const text = JSON.stringify(keys);
    const find = this.#keySet?.text === text ? this.#keySet.find : createLocalJWKSet({ keys });
    this.#keySet = { find, text, fetchedAt };
  }

  /** Returns the key set in use, unless it is past its hard age. */
  #usable(): KeySet | undefined {
    const keySet = this.#keySet;
    return keySet && this.#timeSince(keySet.fetchedAt) <= this.#options.timing.hardAge
      ? keySet
      : undefined;
  }

  /** Whether a look-up may start a load, or join the running load. */
  #mayRefresh(): boolean {
    return this.#loading !== undefined || !this.#isCoolingDown();
  }

  #isCoolingDown(): boolean {
    const { cooldown, failureCooldown } = this.#options.timing;
    return !this.#isPast(this.#lastLoadAt, this.#hasFailed ? failureCooldown : cooldown);
  }

  /** Whether a load in the background is due. */
  #isDue(): boolean {
    const { softAge, cooldown, retryPeriod } = this.#options.timing;
    if (!this.#keySet || this.#loading) return false;
    if (!this.#isPast(this.#keySet.fetchedAt, softAge)) return false;
    return this.#isPast(this.#lastLoadAt, this.#hasFailed ? retryPeriod : cooldown);
  }

  /**
   * Whether `time` milliseconds have passed since `instant`. True for a future `instant` too, because the clock was then set
   * back.
   */
  #isPast(instant: number, time: number): boolean {
    const passed = this.#timeSince(instant);
    return passed >= time || passed < 0;
  }

  #timeSince(instant: number): number {
    return this.#options.now().getTime() - instant;
  }
}

const isUnknownKey = (error: unknown) => error instanceof errors.JWKSNoMatchingKey;
const unavailable = "the issuer's keys are not available: the last attempt to load them failed";
