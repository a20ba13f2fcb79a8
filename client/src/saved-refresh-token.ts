/** A storage of the app's own for the refresh token, in the shape of `localStorage`: for example the keychain of a phone. */
export type OwnStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where the refresh token is kept: in the page's memory, in `localStorage`, which a reload survives, or where the app says. */
export type TokenStorage = 'memory' | 'localStorage' | OwnStorage;

/** The refresh token of the session, in one of these storages. */
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

  /** Whether all tabs read the same token. In memory each tab has its own copy. */
  get isShared(): boolean {
    return this.#storage !== undefined;
  }

  /** The token that this tab has last read or written. */
  get known(): string | undefined {
    return this.#token;
  }

  /** Reads the token, which another tab may have replaced. */
  read(): string | undefined {
    if (this.#storage) this.#token = this.#storage.getItem(this.#key) ?? undefined;
    return this.#token;
  }

  /** Replaces the token, for all tabs where they share a storage. */
  write(token: string | undefined): void {
    this.#token = token;
    if (token === undefined) this.#storage?.removeItem(this.#key);
    else this.#storage?.setItem(this.#key, token);
  }

  /** Takes over what another tab has told. That tab has written it to a shared storage itself, and may have written more since. */
  hear(token: string | undefined): void {
    this.#token = token;
  }
}

/** Returns `localStorage`. On a server, and where the browser blocks it, there is none: the token is then kept in memory. */
function localStorageOfPage(): Storage | undefined {
  try {
    return typeof document === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
