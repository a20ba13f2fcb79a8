import type { SecondFactorRefusal } from './answers.ts';
import type { SecondFactorState, SecondFactorStep } from './second-factor-step.ts';

const none: SecondFactorState = { step: 'none', refusal: undefined, isPending: false };

/** The state of the second factor as an external store for React's `useSyncExternalStore`. */
export class SecondFactorStore {
  readonly #listeners = new Set<() => void>();
  #state = none;
  /** Step to show after the step `recoveryCodes`. */
  #afterCodes: SecondFactorStep = none;
  /** Grows with each change of the state. The answer to a request of an earlier state is dropped. */
  #turn = 0;

  /** Returns the state. Returns the same object until the state changes. */
  readonly getSnapshot = (): SecondFactorState => this.#state;

  readonly getServerSnapshot = (): SecondFactorState => none;

  /** Calls the listener after each change. Returns a function that removes the listener. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether a further request must wait. In the step `approve` the user may choose another factor while the phone is asked. */
  get isBusy(): boolean {
    return this.#state.isPending && this.#state.step !== 'approve';
  }

  show(step: SecondFactorStep): void {
    this.#set({ ...step, refusal: undefined, isPending: false });
  }

  /** Shows the step after the recovery codes, which stay until {@link leaveCodes}. Without codes, shows the step at once. */
  showAfterCodes(recoveryCodes: readonly string[], next: SecondFactorStep): void {
    this.#afterCodes = next;
    this.show(recoveryCodes.length > 0 ? { step: 'recoveryCodes', recoveryCodes } : next);
  }

  /** Shows the step after the step `recoveryCodes`, and the same refusal. Returns false in any other step. */
  leaveCodes(): boolean {
    const { step, refusal } = this.#state;
    if (step !== 'recoveryCodes') return false;
    this.#set({ ...this.#afterCodes, refusal, isPending: false });
    return true;
  }

  /** Shows a refusal. The step stays. */
  refuse(refusal: SecondFactorRefusal): void {
    this.#set({ ...this.#state, refusal, isPending: false });
  }

  /** Runs the request of a step. Returns undefined if the state has changed before the answer arrived. */
  async pend<Answer>(request: () => Promise<Answer>): Promise<Answer | undefined> {
    this.#set({ ...this.#state, refusal: undefined, isPending: true });
    const turn = this.#turn;
    try {
      const answer = await request();
      return turn === this.#turn ? answer : undefined;
    } catch (error) {
      if (turn === this.#turn) this.#set({ ...this.#state, isPending: false });
      throw error;
    }
  }

  /** Waits. Returns false if the state has changed meanwhile. */
  async pause(seconds: number): Promise<boolean> {
    const turn = this.#turn;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return turn === this.#turn;
  }

  /** Waits until the step is `proven`, or the user has left the second factor. Returns whether the step is `proven`. */
  proven(): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const { step } = this.#state;
        if (step !== 'proven' && step !== 'none') return;
        stop();
        resolve(step === 'proven');
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  #set(state: SecondFactorState): void {
    this.#turn += 1;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
