import ipaddr from 'ipaddr.js';
import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import type { PasswordMark } from './password-mark.ts';
import type { SavedNames, SavedSignIns } from './saved-sign-ins.ts';
import { sessionLifetime } from './revocations.ts';
import type { SignIn, Transport } from './sign-in.ts';
import type { SignIns } from './sign-ins.ts';

/** The client that sent a request. */
export interface Client {
  /** Name such as `Firefox on Ubuntu`. Undefined if the request names no known client. */
  name: string | undefined;
  /** The user's IP address. */
  address: string | undefined;
}

/** A use of a sign-in: a login, a refresh, or a request with a session cookie. */
export interface Use {
  client: Client;
  transport: Transport;
  /** Time at which the sign-in ends if it is not used again (milliseconds since the epoch). */
  until: number;
  /** Names of the entries that the store has for the sign-in. */
  saved: SavedNames;
}

/** A sign-in in the list of a user's devices. Times are milliseconds since the epoch. */
export interface Device {
  /** Id of the device for its user: a keyed digest, which reveals no key of the store. */
  id: string;
  signIn: SignIn;
  /** The client of the latest use. */
  client: Client;
  lastUsedAt: number;
  transport: Transport;
  saved: SavedNames;
}

/** Dependencies of {@link Devices}. */
export interface DevicesOptions {
  store: Store;
  signIns: SignIns;
  saved: SavedSignIns;
  /** Secrets of the gateway, newest first. The newest encrypts new entries. All of them decrypt. */
  secrets: readonly [string, ...string[]];
}

/** Maximum number of devices of one user. */
const maxDevices = 50;
/** Maximum milliseconds that a login waits for the answer whether its device is new. */
const newDevicePatience = 500;

/**
 * Lists the sign-ins of each user, with the client and the time of the latest use. A user has at most 50 sign-ins. A further
 * sign-in ends the one that was not used for the longest time, so that no user can fill the store.
 *
 * Each entry is encrypted (RFC 7516, A256GCM) with a key of its own for each user and sign-in.
 */
export class Devices {
  readonly #store: Store;
  readonly #signIns: SignIns;
  readonly #saved: SavedSignIns;
  readonly #secrets: readonly [DeviceSecret, ...DeviceSecret[]];

  constructor({ store, signIns, saved, secrets: [newest, ...older] }: DevicesOptions) {
    this.#store = store;
    this.#signIns = signIns;
    this.#saved = saved;
    this.#secrets = [toDeviceSecret(newest), ...older.map(toDeviceSecret)];
  }

  /** Saves the current time and the client as the latest use of a sign-in. If the user has too many sign-ins, ends the oldest. */
  async seen(signIn: SignIn, use: Use): Promise<void> {
    if (this.#signIns.ends.find(signIn)) return;
    const { id, user, since, after, name, password } = signIn;
    const now = this.#signIns.now();
    const { client, transport, until, saved } = use;
    const record: DeviceRecord = [
      ...([since, after, now, transport, client.name, client.address] as const),
      ...([name, password, saved.session, saved.refreshToken, saved.handOver] as const),
    ];
    const sealed = await sealValue(record, this.#secrets[0].keyOf(signIn));
    // The latest use wins, even over an earlier one in a promoted replica of Redis.
    await this.#store.set(deviceKey(id), sealed, until, now);
    // All members get the same lifetime after their latest use, because a full set drops the member that expires first.
    await this.#end(user, await this.#add(user, id, now));
  }

  /** Lists the devices of a user, most recently used first. Sign-ins that have ended are left out. */
  async list(user: string, deadline?: Deadline): Promise<Found<Device[]>> {
    const { value: ids, isCertain } = await this.#store.members(devicesKey(user), deadline);
    const found = await Promise.all(ids.map((id) => this.#read({ id, user }, deadline)));
    const devices = found
      .flatMap(({ value }) => value ?? [])
      .filter((device) => !this.#hasEnded(device))
      .sort((one, other) => other.lastUsedAt - one.lastUsedAt)
      .slice(0, maxDevices);
    return { value: devices, isCertain: isCertain && found.every((one) => one.isCertain) };
  }

  /** Finds a device of a user by its id. */
  async find(user: string, id: string, deadline?: Deadline): Promise<Found<Device | undefined>> {
    const { value: devices, isCertain } = await this.list(user, deadline);
    // The id may come from a replica whose newest secret is another one.
    const isNamed = ({ signIn }: Device) =>
      this.#secrets.some(({ idOf }) => idOf(signIn.id) === id);
    return { value: devices.find(isNamed), isCertain };
  }

  /**
   * Whether a client is new to a user: no device of the user has the same client name and the same network. A network is a /24 of
   * IPv4 or a /48 of IPv6.
   *
   * @returns undefined if the store does not answer within half a second
   */
  async isNew(user: string, { name, address }: Client): Promise<boolean | undefined> {
    const deadline = performance.now() + newDevicePatience;
    const { value: devices, isCertain } = await this.list(user, deadline);
    const network = networkOf(address);
    const isKnown = devices.some(
      ({ client }) => client.name === name && networkOf(client.address) === network,
    );
    if (isKnown) return false;
    return isCertain ? true : undefined;
  }

  #add(user: string, id: string, usedAt: number): Promise<readonly string[]> {
    return this.#store.add(devicesKey(user), id, usedAt + sessionLifetime, maxDevices);
  }

  /**
   * Ends sign-ins that have dropped out of the full list. Adds a valid sign-in again if the list contains sign-ins that have
   * ended.
   */
  async #end(user: string, dropped: readonly string[]): Promise<void> {
    for (const id of dropped) {
      const { value: device } = await this.#read({ id, user });
      if (!device) continue;
      if (!this.#hasEnded(device) && (await this.#makeRoom(user))) {
        await this.#end(user, await this.#add(user, id, device.lastUsedAt));
        continue;
      }
      if (!this.#hasEnded(device))
        await this.#signIns.ends.end([device.signIn], 'TOO_MANY_DEVICES');
      await this.#free(device);
    }
  }

  /** Removes ended sign-ins from the list. Returns whether there were any. */
  async #makeRoom(user: string): Promise<boolean> {
    const { value: ids } = await this.#store.members(devicesKey(user));
    const found = await Promise.all(
      ids.map(async (id) => ({ id, device: (await this.#read({ id, user })).value })),
    );
    const over = found.filter(({ device }) => !device || this.#hasEnded(device));
    for (const { id, device } of over) {
      await this.#store.remove(devicesKey(user), id);
      if (device) await this.#free(device);
    }
    return over.length > 0;
  }

  async #free({ signIn, saved, transport }: Device): Promise<void> {
    const { cause } = this.#signIns.ends.find(signIn) ?? {};
    await Promise.all([
      this.#store.delete(deviceKey(signIn.id)),
      this.#saved.free(saved, { transport, cause, now: this.#signIns.now() }),
    ]);
  }

  #hasEnded({ signIn }: Device): boolean {
    return this.#signIns.ends.find(signIn) !== undefined;
  }

  async #read(
    { id, user }: Pick<SignIn, 'id' | 'user'>,
    deadline?: Deadline,
  ): Promise<Found<Device | undefined>> {
    const { value: sealed, isCertain } = await this.#store.get(deviceKey(id), deadline);
    if (sealed === undefined) return { value: undefined, isCertain };
    for (const { keyOf } of this.#secrets) {
      const record = await openValue(sealed, keyOf({ id, user }));
      if (record) return { value: this.#toDevice({ id, user }, record as DeviceRecord), isCertain };
    }
    return { value: undefined, isCertain };
  }

  #toDevice(
    { id, user }: Pick<SignIn, 'id' | 'user'>,
    [since, after, lastUsedAt, transport, client, address, name, password, ...saved]: DeviceRecord,
  ): Device {
    return {
      id: this.#secrets[0].idOf(id),
      signIn: { id, user, since, after, name: name ?? undefined, password: password ?? undefined },
      client: { name: client ?? undefined, address: address ?? undefined },
      lastUsedAt,
      transport,
      saved: toNames(saved),
    };
  }
}

/** Saved form of a device: an array, to save space. JSON turns undefined into null. */
type DeviceRecord = [
  since: number,
  after: number,
  lastUsedAt: number,
  transport: Transport,
  client: string | null | undefined,
  address: string | null | undefined,
  name: string | null | undefined,
  password: PasswordMark | null | undefined,
  ...saved: (string | null | undefined)[],
];

function toNames([session, refreshToken, handOver]: (string | null | undefined)[]): SavedNames {
  return {
    session: session ?? undefined,
    refreshToken: refreshToken ?? undefined,
    handOver: handOver ?? undefined,
  };
}

interface DeviceSecret {
  /** Derives the id of a device from the id of its sign-in. */
  idOf: (signIn: string) => string;
  /** Derives the key that encrypts a device. */
  keyOf: (signIn: Pick<SignIn, 'id' | 'user'>) => Uint8Array;
}

function toDeviceSecret(secret: string): DeviceSecret {
  return {
    idOf: keyedDigest(secret, 'device id'),
    keyOf: ({ id, user }) => deriveKey(secret, 'device', JSON.stringify([user, id])),
  };
}

function devicesKey(user: string): string {
  return `devices:${user}`;
}

function deviceKey(signIn: string): string {
  return `device:${signIn}`;
}

function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  return address.includes(':')
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString();
}
