import {
  ChallengeMfa,
  EnrollFactor,
  RemoveFactor,
  VerifyMfa,
  type EnrollFactorInput,
  type FactorType,
  type Operation,
  type VerifyMfaInput,
} from './__generated__/operations.ts';
import {
  isRefusal,
  type CookieRefused,
  type Factor,
  type SecondFactorRefusal,
  type SessionAnswer,
} from './answers.ts';
import { askAsUser } from './ask.ts';
import type {
  SecondFactorCode,
  SecondFactorState,
  SecondFactorStep,
} from './second-factor-step.ts';
import type { Endpoint } from './send.ts';

/** An answer that asks for the second factor, or gives the proof. */
type Beginning =
  | { __typename: 'MfaRequired'; mfaToken: string; factors: readonly Factor[] | null }
  | {
      __typename: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: readonly FactorType[] | null;
    }
  | Proof;

interface Proof {
  __typename: 'Reauthenticated';
  mfaToken: string;
  factors: readonly Factor[] | null;
  recoveryCode: string | null;
  otherDevices: number | null;
}

const none: SecondFactorState = { step: 'none', refusal: undefined, isPending: false };

/** The second factor as a state machine. It carries the latest `mfaToken`, so no program has to. A reload of the page forgets it. */
export class SecondFactor {
  readonly #endpoint: Endpoint;
  readonly #keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>;
  readonly #listeners = new Set<() => void>();
  #state = none;
  /** Token that the next step sends. */
  #token = '';
  /** Token of `MfaRequired`: an app's code and a recovery code go with it, whatever has been challenged since. */
  #firstToken = '';
  /** Grows when a step begins or ends, so that a late answer changes nothing. */
  #turn = 0;
  /** Step that follows when the user has written a recovery code down. */
  #afterCode: SecondFactorStep | undefined;

  /** @param keep - takes the session over when a sign-in is complete */
  constructor(
    endpoint: Endpoint,
    keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>,
  ) {
    this.#endpoint = endpoint;
    this.#keep = keep;
  }

  /** Returns the state. The same object until something changes. */
  readonly getSnapshot = (): SecondFactorState => this.#state;

  readonly getServerSnapshot = (): SecondFactorState => none;

  /** Calls the listener after each change. Returns the function that ends this. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Token of the proof, for an operation that takes one. Undefined without a proof. */
  get proof(): string | undefined {
    return this.#state.step === 'proven' ? this.#token : undefined;
  }

  /** Waits until the user has given the proof, or has left the second factor. Returns whether there is a proof. */
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

  /** Goes on from an answer that asks for the second factor. Other answers change nothing. */
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

  /** Chooses the factor to prove. Sends a code or asks the phone, where the factor needs it. */
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

  /** Sends the code that the user has typed. */
  readonly verify = async (input: SecondFactorCode): Promise<void> => {
    if (this.#isBusy) return;
    const mfaToken = 'recoveryCode' in input ? this.#firstToken : this.#token;
    await this.#verify({ ...input, mfaToken });
  };

  /** Sets up a factor of this kind. */
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

  /** Removes a factor of the signed-in user, who has given the proof. */
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

  /** Leaves the step: the user has given up, or has written the recovery code down. */
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

  /** Sends the proof. For a push again and again, until the user has decided. */
  async #verify(input: VerifyMfaInput): Promise<void> {
    let answer = await this.#send(VerifyMfa, { input });
    while (answer?.__typename === 'ApprovalPending') {
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

  /** Sends a step. Returns undefined when the user has left it meanwhile. */
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

  /** A second click sends nothing. While the phone is asked, the user may choose another factor. */
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

  /** Ends the sign-in's second factor. A new recovery code stays on the screen. */
  #finish(recoveryCode: string | null): void {
    this.done();
    if (recoveryCode !== null) this.#show({ step: 'recoveryCode', recoveryCode });
  }

  /** Shows why a step was refused. The step stays, unless its token has gone: then the user begins again. */
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

function isBeginning(answer: { __typename: string }): answer is Beginning {
  return ['MfaRequired', 'MfaEnrollmentRequired', 'Reauthenticated'].includes(answer.__typename);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
