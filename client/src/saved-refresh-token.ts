/** A storage of the app's own for the refresh token, with methods like `localStorage`. For example the keychain of a phone. */
export type OwnStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Storage of the refresh token: the page's memory, `localStorage`, which survives a reload, or a storage of the app's own. */
export type TokenStorage = 'memory' | 'localStorage' | OwnStorage;

/** The refresh token of the session, saved in a {@link TokenStorage}. */
export class SavedRefreshToken {
  readonly #key: string;
  readonly #storage: OwnStorage | undefined;
  #token: string | undefined;

  /** @param key - key in the storage */
  constructor(storage: TokenStorage, key: string) {
    this.#key = key;
    if (storage === 'localStorage') this.#storage = localStorageOfPage();
    else if (storage !== 'memory') this.#storage = storage;
  }

  /** Whether all tabs share one saved token. In memory, each tab has a copy of its own. */
  get isShared(): boolean {
    return this.#storage !== undefined;
  }

  /** The token that this tab has last read or written. */
  get known(): string | undefined {
    return this.#token;
  }

  /** Reads the token. In `localStorage`, another tab may have replaced the token. */
  read(): string | undefined {
    if (this.#storage) this.#token = this.#storage.getItem(this.#key) ?? undefined;
    return this.#token;
  }

  /** Replaces the token. `undefined` removes the token. */
  write(token: string | undefined): void {
    this.#token = token;
    if (token === undefined) this.#storage?.removeItem(this.#key);
    else this.#storage?.setItem(this.#key, token);
  }

  /**
   * Remembers the token that another tab has sent. Does not write to `localStorage`: the other tab has written there, and may
   * have written a newer token since.
   */
  hear(token: string | undefined): void {
    this.#token = token;
  }
}

/**
 * Returns `localStorage`, or undefined on a server and where the browser blocks `localStorage`. The token is then saved in
 * memory.
 */
function localStorageOfPage(): Storage | undefined {
  try {
    return typeof document === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
