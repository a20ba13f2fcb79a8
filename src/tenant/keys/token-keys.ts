import { randomBytes } from 'node:crypto';
import type { RecordFormat, SavedRecords, SavedState } from '../saved-state/saved-state.ts';
import { lazySigningKey, signingKeyFormat } from './signing-key.ts';
import type { LazySigningKey, SigningKey, SigningKeyRecord } from './signing-key.ts';

/** A key of the ring. The key is generated when it is first needed. */
interface RingKey {
  make: LazySigningKey;
  made?: SigningKey | undefined;
}

/** The keys of a tenant. The RSA keys are a ring: a current key, a next one, and previous ones. */
export class TokenKeys {
  /** Key that encrypts opaque access tokens (A256GCM), which only the tenant can read. */
  readonly opaque: Uint8Array;
  /** Key that signs access tokens of HS256 APIs without a `signing_secret`. */
  readonly hs256: Uint8Array;
  /** Key of the MAC in refresh tokens. */
  readonly refresh: Uint8Array;
  readonly #name: string;
  readonly #ring: SavedRecords<SavedRing>;
  #current: RingKey;
  #next: RingKey;
  #previous: RingKey[];

  /**
   * Creates the keys of a tenant.
   *
   * @param name - common name of the certificates in `x5c`
   * @param state - saved keys, which take precedence
   * @param first - the first current key and the first next key. Default: new keys
   */
  constructor(
    name: string,
    state: SavedState,
    [current, next]: FirstKeys = [lazySigningKey(name), lazySigningKey(name)],
  ) {
    const secrets = state.records<string>('secret');
    const secret = (key: string): Uint8Array => {
      const text = secrets.found.get(key) ?? randomBytes(32).toString('base64');
      secrets.set(key, text);
      return Buffer.from(text, 'base64');
    };
    this.opaque = secret('opaque');
    this.hs256 = secret('hs256');
    this.refresh = secret('refresh');
    this.#name = name;
    this.#ring = state.records('signing_keys', ringFormat);
    const ring = this.#ring.found.get('ring') ?? { previous: [] };
    this.#current = { make: current, made: ring.current };
    this.#next = { make: next, made: ring.next };
    this.#previous = ring.previous.map((made) => ({ make: () => Promise.resolve(made), made }));
  }

  /** Returns the key that signs tokens now. */
  current(): Promise<SigningKey> {
    return this.#made(this.#current);
  }

  /**
   * Lists the keys in Auth0's order: the current key, the next key, then the previous ones, newest first. A dropped key is not in
   * the list.
   */
  published(): Promise<SigningKey[]> {
    const keys = [this.#current, this.#next, ...this.#previous];
    return Promise.all(keys.map((key) => this.#made(key)));
  }

  /** Makes the next key the current one, and generates a new next key. */
  rotate(): void {
    this.#previous.unshift(this.#current);
    this.#advance();
  }

  /** Drops a published key. If it is the current one, the next key takes its place. Returns false if no published key has this `kid`. */
  async drop(kid: string): Promise<boolean> {
    const dropped = (await this.published()).find((key) => key.kid === kid);
    if (dropped === undefined) return false;
    if (this.#current.made === dropped) this.#advance();
    else if (this.#next.made === dropped) this.#next = { make: lazySigningKey(this.#name) };
    else this.#previous = this.#previous.filter(({ made }) => made !== dropped);
    this.#save();
    return true;
  }

  #advance(): void {
    this.#current = this.#next;
    this.#next = { make: lazySigningKey(this.#name) };
    this.#save();
  }

  async #made(key: RingKey): Promise<SigningKey> {
    if (key.made) return key.made;
    key.made = await key.make();
    this.#save();
    return key.made;
  }

  #save(): void {
    this.#ring.set('ring', {
      current: this.#current.made,
      next: this.#next.made,
      previous: this.#previous.flatMap(({ made }) => made ?? []),
    });
  }
}

/** A first current key, and a first next key. */
export type FirstKeys = readonly [current: LazySigningKey, next: LazySigningKey];

/** The keys of a ring that have been generated. */
interface SavedRing {
  current?: SigningKey | undefined;
  next?: SigningKey | undefined;
  previous: SigningKey[];
}

interface RingRecord {
  current?: SigningKeyRecord;
  next?: SigningKeyRecord;
  previous: SigningKeyRecord[];
}

const ringFormat: RecordFormat<SavedRing> = {
  toJson: ({ current, next, previous }) => ({
    current: current && signingKeyFormat.toJson(current),
    next: next && signingKeyFormat.toJson(next),
    previous: previous.map(signingKeyFormat.toJson),
  }),
  fromJson: ({ current, next, previous }: RingRecord) => ({
    current: current && signingKeyFormat.fromJson(current),
    next: next && signingKeyFormat.fromJson(next),
    previous: previous.map(signingKeyFormat.fromJson),
  }),
};
