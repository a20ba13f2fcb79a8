import {
  ChallengeMfa,
  EnrollFactor,
  RemoveFactor,
  VerifyMfa,
  type EnrollFactorInput,
  type Operation,
  type VerifyMfaInput,
} from './__generated__/operations.ts';
import {
  isRefusal,
  type CookieRefused,
  type Factor,
  type Named,
  type SecondFactorRefusal,
  type SessionAnswer,
} from './answers.ts';
import { askAsUser } from './ask.ts';
import { isBeginning, type Beginning, type Proof } from './second-factor-beginning.ts';
import type {
  SecondFactorCode,
  SecondFactorState,
  SecondFactorStep,
} from './second-factor-step.ts';
import type { Endpoint } from './send.ts';

const none: SecondFactorState = { step: 'none', refusal: undefined, isPending: false };

/**
 * State machine of the second factor. It holds the latest `mfaToken`, so that programs need not. A reload of the page starts
 * over.
 */
export class SecondFactor {
  readonly #endpoint: Endpoint;
  readonly #keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>;
  readonly #listeners = new Set<() => void>();
  #state = none;
  /** `mfaToken` of the next request. */
  #token = '';
  /**
   * `mfaToken` of `MfaRequired`. A code of an authenticator app and a recovery code are verified with this token, even after a
   * challenge of another factor.
   */
  #firstToken = '';
  /** Grows with each change of the state. The answer to a request of an earlier state is dropped. */
  #turn = 0;
  /** Step to show after the step `recoveryCode`. */
  #afterCode: SecondFactorStep | undefined;

  /** @param keep - saves the session of a complete sign-in */
  constructor(
    endpoint: Endpoint,
    keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>,
  ) {
    this.#endpoint = endpoint;
    this.#keep = keep;
  }

  /** Returns the state. Returns the same object until the state changes. */
  readonly getSnapshot = (): SecondFactorState => this.#state;

  readonly getServerSnapshot = (): SecondFactorState => none;

  /** Calls the listener after each change. Returns a function that removes the listener. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `mfaToken` that proves the second factor to another operation. Undefined unless the step is `proven`. */
  get proof(): string | undefined {
    return this.#state.step === 'proven' ? this.#token : undefined;
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

  /** Starts the step that an answer asks for. Ignores other answers. */
  begin(answer: Beginning | { __typename: string }): void {
    if (!isBeginning(answer)) return;
    this.#token = answer.mfaToken;
    this.#firstToken = answer.mfaToken;
    switch (answer.__typename) {
      case 'MfaRequired':
        this.#show({ step: 'choose', factors: answer.factors ?? [] });
        return;
      case 'MfaEnrollmentRequired':
        this.#show({ step: 'enroll', factorTypes: answer.factorTypes });
        return;
      case 'Reauthenticated':
        this.#prove(answer, this.#state.step === 'confirm' ? answer.otherDevices : null);
    }
  }

  /** Chooses the factor to verify. Depending on the factor, Auth0 sends a code or asks the user's phone for approval (`PUSH`). */
  readonly challenge = async (factor: Factor): Promise<void> => {
    if (!('factors' in this.#state) || this.#isBusy) return;
    const factors = this.#state.factors ?? [];
    if (factor.type === 'TOTP' || factor.type === 'RECOVERY_CODE') {
      this.#token = this.#firstToken;
      this.#show({ step: 'code', factor, factors });
      return;
    }
    const mfaToken = this.#token;
    const answer = await this.#send(ChallengeMfa, { input: { mfaToken, factorId: factor.id } });
    if (!answer) return;
    if (isRefusal(answer)) {
      this.#refuse(answer);
      return;
    }
    this.#token = answer.mfaToken;
    const isPush = factor.type === 'PUSH';
    this.#show({ step: isPush ? 'approve' : 'code', factor, factors });
    if (isPush) await this.#verify({ mfaToken: this.#token });
  };

  /** Verifies the code that the user has typed. */
  readonly verify = async (input: SecondFactorCode): Promise<void> => {
    if (this.#isBusy) return;
    const mfaToken = 'recoveryCode' in input ? this.#firstToken : this.#token;
    await this.#verify({ ...input, mfaToken });
  };

  /** Enrolls a factor of the given type. */
  readonly enroll = async (input: Omit<EnrollFactorInput, 'mfaToken'>): Promise<void> => {
    if (this.#isBusy) return;
    const mfaToken = this.#token;
    const answer = await this.#send(EnrollFactor, { input: { ...input, mfaToken } });
    if (!answer) return;
    if (isRefusal(answer)) {
      this.#refuse(answer);
      return;
    }
    this.#token = answer.mfaToken;
    this.#show({ step: 'confirm', enrollment: answer });
  };

  /** Removes a factor of the signed-in user. The step must be `proven`. */
  readonly remove = async (factor: Factor): Promise<void> => {
    if (this.#isBusy) return;
    const mfaToken = this.#token;
    const answer = await this.#send(RemoveFactor, { input: { mfaToken, factorId: factor.id } });
    if (!answer) return;
    if (isRefusal(answer)) this.#refuse(answer);
    else {
      const { factors, otherDevices } = answer;
      this.#show({ step: 'proven', factors, otherDevices });
    }
  };

  /** Leaves the current step: the user has given up, or has written down the recovery code. */
  readonly done = (): void => {
    if (this.#state.step === 'recoveryCode' && this.#afterCode) {
      this.#show(this.#afterCode);
      this.#afterCode = undefined;
      return;
    }
    this.#afterCode = undefined;
    this.#token = '';
    this.#firstToken = '';
    this.#set(none);
  };

  /** Verifies the factor. For `PUSH`, repeats the request until the user approves or declines. */
  async #verify(input: VerifyMfaInput): Promise<void> {
    const isPush = this.#state.step === 'approve';
    let answer = await this.#send(VerifyMfa, { input });
    // An outage does not end the wait for an approval, because the page has no button to continue.
    while (answer?.__typename === 'ApprovalPending' || (isPush && isOutage(answer))) {
      if (isOutage(answer)) this.#refuse(answer);
      const turn = this.#turn;
      await pause(answer.retryAfter ?? 5);
      if (turn !== this.#turn) return;
      answer = await this.#send(VerifyMfa, { input });
    }
    if (!answer) return;
    switch (answer.__typename) {
      case 'Session': {
        const refusal = await this.#keep(answer);
        this.#finish(answer.recoveryCode);
        if (refusal) this.#refuse(refusal);
        return;
      }
      case 'Reauthenticated':
        this.begin(answer);
        return;
      case 'EmailNotVerified':
        this.#finish(answer.recoveryCode);
    }
    this.#refuse(answer);
  }

  /** Sends the request of a step. Returns undefined if the state has changed before the answer arrived. */
  async #send<Answer extends object, Variables>(
    operation: Operation<Answer, Variables>,
    variables: Variables,
  ) {
    this.#set({ ...this.#state, refusal: undefined, isPending: true });
    const turn = this.#turn;
    try {
      const answer = await askAsUser(this.#endpoint, operation, variables);
      return turn === this.#turn ? answer : undefined;
    } catch (error) {
      if (turn === this.#turn) this.#set({ ...this.#state, isPending: false });
      throw error;
    }
  }

  /** Whether a further request must wait. In the step `approve` the user may choose another factor while the phone is asked. */
  get #isBusy(): boolean {
    return this.#state.isPending && this.#state.step !== 'approve';
  }

  #prove({ factors, recoveryCode }: Proof, otherDevices: number | null): void {
    const proven = { step: 'proven', factors, otherDevices } as const;
    if (recoveryCode === null) {
      this.#show(proven);
      return;
    }
    this.#afterCode = proven;
    this.#show({ step: 'recoveryCode', recoveryCode });
  }

  /** Completes the sign-in. A new recovery code stays on the screen until `done` is called. */
  #finish(recoveryCode: string | null): void {
    this.done();
    if (recoveryCode !== null) this.#show({ step: 'recoveryCode', recoveryCode });
  }

  /** Shows a refusal. The step stays, unless the `mfaToken` is no longer valid: the user then starts over. */
  #refuse(refusal: SecondFactorRefusal): void {
    const isOver = ['MfaTokenExpired', 'AccountBlocked', 'LoginDenied', 'SignedOut'].includes(
      refusal.__typename,
    );
    if (isOver) this.done();
    this.#set({ ...this.#state, refusal, isPending: false });
  }

  #show(step: SecondFactorStep): void {
    this.#set({ ...step, refusal: undefined, isPending: false });
  }

  #set(state: SecondFactorState): void {
    this.#turn += 1;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function isOutage<Answer extends { __typename: string }>(
  answer: Answer | undefined,
): answer is Named<Answer, 'ServiceUnavailable'> {
  return answer?.__typename === 'ServiceUnavailable';
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
