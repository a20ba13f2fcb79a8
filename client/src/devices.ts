import {
  Devices as ListDevices,
  EndDevice,
  type ReauthenticateInput,
} from './__generated__/operations.ts';
import {
  isRefusal,
  type Device,
  type DevicesRefusal,
  type EndDeviceAnswer,
  type ReauthenticateAnswer,
  type SignOutAnswer,
} from './answers.ts';
import { askAsUser } from './ask.ts';
import type { GatehouseError } from './gatehouse-error.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';

/** State of a screen that shows the user's devices. */
export interface DevicesState {
  /**
   * Devices, most recently used first. Undefined until the gateway has listed them. If a later request fails, the previous list
   * stays.
   */
  readonly list: readonly Device[] | undefined;
  /** Refusal of the last request. `ServiceUnavailable` is an outage: call `reload` to try again. */
  readonly refusal: DevicesRefusal | undefined;
  readonly isPending: boolean;
  /** Whether ending a device needs the user's password first. Show a field for it, and call `confirm`. */
  readonly isPasswordNeeded: boolean;
  /** A mistake of the program, for which no list can come. */
  readonly error: GatehouseError | undefined;
}

/** Functions of the gateway's client that {@link Devices} uses. */
interface Account {
  readonly signOut: (scope: 'THIS' | 'OTHERS') => Promise<SignOutAnswer>;
  readonly reauthenticate: (input: ReauthenticateInput) => Promise<ReauthenticateAnswer>;
}

const nothing: DevicesState = {
  list: undefined,
  refusal: undefined,
  isPending: false,
  isPasswordNeeded: false,
  error: undefined,
};

/** The devices of the signed-in user, as an external store. Looks the devices up when the first component subscribes. */
export class Devices {
  readonly #endpoint: Endpoint;
  readonly #session: SessionStore;
  readonly #factor: SecondFactor;
  readonly #account: Account;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #looking: Promise<void> | undefined;
  #ending: Promise<EndDeviceAnswer> | undefined;
  /** Request that waits for the user's password. */
  #waiting: (() => Promise<EndDeviceAnswer>) | undefined;
  /** Grows when the user changes. An answer for the previous user is dropped. */
  #turn = 0;

  constructor(endpoint: Endpoint, session: SessionStore, factor: SecondFactor, account: Account) {
    this.#endpoint = endpoint;
    this.#session = session;
    this.#factor = factor;
    this.#account = account;
    session.onUserChange(() => {
      this.#forget();
    });
  }

  /** Returns the state. Returns the same object until the state changes. */
  readonly getSnapshot = (): DevicesState => this.#state;

  readonly getServerSnapshot = (): DevicesState => nothing;

  /** Calls the listener after each change. Returns a function that removes the listener. */
  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) this.#begin();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Looks the devices up again. Simultaneous calls share one request. */
  readonly reload = (): Promise<void> => {
    if (this.#looking) return this.#looking;
    const looking = this.#lookUp().finally(() => {
      if (this.#looking === looking) this.#looking = undefined;
    });
    return (this.#looking = looking);
  };

  /** Ends a device. Ending this device is a sign-out. Calls during a running request send nothing. */
  readonly end = (device: Device): Promise<EndDeviceAnswer> =>
    this.#end(async () => {
      if (device.current) return this.#account.signOut('THIS');
      const input = { id: device.id, mfaToken: this.#factor.proof };
      return askAsUser(this.#endpoint, EndDevice, { input });
    });

  /** Ends all other devices. */
  readonly endOthers = (): Promise<EndDeviceAnswer> =>
    this.#end(() => this.#account.signOut('OTHERS'));

  /**
   * Sends the user's password, then ends the device that waits for it. If the account has a second factor, `secondFactor` asks
   * for it in between.
   */
  readonly confirm = async (input: ReauthenticateInput): Promise<void> => {
    const waiting = this.#waiting;
    if (!waiting || this.#state.isPending) return;
    const turn = this.#turn;
    const answer = await this.#show(() => this.#account.reauthenticate(input));
    if (turn !== this.#turn) return;
    if (isRefusal(answer) && !('mfaToken' in answer)) {
      this.#set({ refusal: answer, isPending: false });
      return;
    }
    this.#waiting = undefined;
    this.#set({ isPending: false, isPasswordNeeded: false });
    if ((await this.#factor.proven()) && turn === this.#turn) await this.#end(waiting);
  };

  /** Forgets what waits for the password: the user has changed their mind. */
  readonly cancel = (): void => {
    this.#waiting = undefined;
    this.#set({ isPasswordNeeded: false, refusal: undefined });
  };

  #end(request: () => Promise<EndDeviceAnswer>): Promise<EndDeviceAnswer> {
    if (this.#ending) return this.#ending;
    const ending = this.#endOnce(request).finally(() => {
      if (this.#ending === ending) this.#ending = undefined;
    });
    return (this.#ending = ending);
  }

  async #endOnce(request: () => Promise<EndDeviceAnswer>): Promise<EndDeviceAnswer> {
    const turn = this.#turn;
    this.#waiting = undefined;
    this.#set({ isPasswordNeeded: false });
    const answer = await this.#show(request);
    if (turn !== this.#turn) return answer;
    const refusal = isRefusal(answer) ? answer : undefined;
    const isPasswordNeeded = answer.__typename === 'ReauthenticationRequired';
    if (isPasswordNeeded) this.#waiting = request;
    const listed = answer.__typename === 'DeviceEnded' ? answer.devices : null;
    this.#set({
      isPending: false,
      isPasswordNeeded,
      refusal,
      list: listed ?? this.#state.list,
    });
    // The list on the screen is now out of date. It also is if the device had already ended.
    if (!listed && (!refusal || refusal.__typename === 'InvalidInput')) await this.#read(turn);
    return answer;
  }

  /** Looks the devices up for the components that watch them. Nobody waits for it, so a mistake becomes part of the state. */
  #begin(): void {
    const turn = this.#turn;
    this.reload().catch((error: unknown) => {
      if (turn === this.#turn) this.#set({ error: error as GatehouseError });
    });
  }

  async #lookUp(): Promise<void> {
    const turn = this.#turn;
    await this.#show(() => this.#read(turn));
    if (turn === this.#turn) this.#set({ isPending: false });
  }

  async #read(turn: number): Promise<void> {
    const answer = await askAsUser(this.#endpoint, ListDevices, {});
    if (turn !== this.#turn) return;
    this.#set('__typename' in answer ? { refusal: answer } : { list: answer });
  }

  /** Sets `isPending` while a request is running. */
  async #show<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#turn;
    this.#set({ isPending: true, refusal: undefined, error: undefined });
    try {
      return await request();
    } catch (error) {
      if (turn === this.#turn) this.#set({ isPending: false });
      throw error;
    }
  }

  #forget(): void {
    this.#turn += 1;
    this.#looking = undefined;
    this.#ending = undefined;
    this.#waiting = undefined;
    this.#set(nothing);
    const isSignedIn = this.#session.getSnapshot().status === 'signedIn';
    if (isSignedIn && this.#listeners.size > 0) this.#begin();
  }

  #set(change: Partial<DevicesState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
