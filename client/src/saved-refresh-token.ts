/** A storage of the app's own for the refresh token, with methods like `localStorage`. For example the keychain of a phone. */
export type OwnStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Storage of the refresh token: the page's memory, `localStorage`, which survives a reload, or a storage of the app's own. */
export type TokenStorage = 'memory' | 'localStorage' | OwnStorage;

/**
 * The refresh token of the session, saved in a {@link TokenStorage}. If the storage throws, because it is full, blocked or locked,
 * the token is in memory from then on.
 */
export class SavedRefreshToken {
  readonly #key: string;
  /** Kind of the storage. Pages with different kinds have different sessions. */
  readonly kind: 'memory' | 'localStorage' | 'own';
  #storage: OwnStorage | undefined;
  #token: string | undefined;

  /** @param key - key in the storage */
  constructor(storage: TokenStorage, key: string) {
    this.#key = key;
    this.kind = typeof storage === 'string' ? storage : 'own';
    if (storage === 'localStorage') this.#storage = localStorageOfPage();
    else if (storage !== 'memory') this.#storage = storage;
  }

  /** Whether all tabs share one saved token. Otherwise each tab has a copy of its own, as in memory and in `sessionStorage`. */
  get isShared(): boolean {
    return this.kind === 'localStorage' && this.#storage !== undefined;
  }

  /** The token that this tab has last read or written. */
  get known(): string | undefined {
    return this.#token;
  }

  /** Reads the token. In `localStorage`, another tab may have replaced the token. */
  read(): string | undefined {
    this.#use((storage) => {
      this.#token = storage.getItem(this.#key) ?? undefined;
    });
    return this.#token;
  }

  /** Replaces the token. `undefined` removes the token. */
  write(token: string | undefined): void {
    this.#token = token;
    const storage = this.#storage;
    this.#use(() => {
      if (token === undefined) storage?.removeItem(this.#key);
      else storage?.setItem(this.#key, token);
    });
    if (storage && !this.#storage) removeFrom(storage, this.#key);
  }

  /**
   * Remembers the token that another tab has sent. Does not write to `localStorage`: the other tab has written there, and may
   * have written a newer token since.
   */
  hear(token: string | undefined): void {
    if (this.isShared) this.#token = token;
    else if (token !== this.#token) this.write(token);
  }

  #use(work: (storage: OwnStorage) => void): void {
    try {
      if (this.#storage) work(this.#storage);
    } catch {
      this.#storage = undefined;
    }
  }
}

/** Removes a token from a storage that takes no new one: the old one is spent. */
function removeFrom(storage: OwnStorage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // The storage is blocked as a whole.
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
