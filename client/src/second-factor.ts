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
  type Enrollment,
  type Factor,
  type Named,
  type SecondFactorRefusal,
  type SessionAnswer,
} from './answers.ts';
import { askAsUser } from './ask.ts';
import { isBeginning, type Beginning, type Proof } from './second-factor-beginning.ts';
import type { SecondFactorCode, SecondFactorState } from './second-factor-step.ts';
import { SecondFactorStore } from './second-factor-store.ts';
import type { Endpoint } from './send.ts';

/**
 * State machine of the second factor. It holds the latest `mfaToken`, so that programs need not. A reload of the page starts
 * over.
 */
export class SecondFactor {
  readonly #endpoint: Endpoint;
  readonly #keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>;
  readonly #store = new SecondFactorStore();
  /** `mfaToken` of the next request. */
  #token = '';
  /**
   * `mfaToken` of `MfaRequired`. A code of an authenticator app and a recovery code are verified with this token, even after a
   * challenge of another factor.
   */
  #firstToken = '';
  /** Recovery codes of the sign-in whose session is being saved. */
  #codes: readonly string[] = [];

  /** @param keep - saves the session of a complete sign-in */
  constructor(
    endpoint: Endpoint,
    keep: (session: SessionAnswer) => Promise<CookieRefused | undefined>,
  ) {
    this.#endpoint = endpoint;
    this.#keep = keep;
  }

  readonly getSnapshot = this.#store.getSnapshot;
  readonly getServerSnapshot = this.#store.getServerSnapshot;
  readonly subscribe = this.#store.subscribe;

  /** `mfaToken` that proves the second factor to another operation. Undefined unless the step is `proven`. */
  get proof(): string | undefined {
    return this.#state.step === 'proven' ? this.#token : undefined;
  }

  /** Waits until the step is `proven`, or the user has left the second factor. Returns whether the step is `proven`. */
  proven(): Promise<boolean> {
    return this.#store.proven();
  }

  /** Starts the step that an answer asks for. Ignores other answers. */
  begin(answer: Beginning | { __typename: string }): void {
    if (!isBeginning(answer)) return;
    this.#token = answer.mfaToken;
    this.#firstToken = answer.mfaToken;
    switch (answer.__typename) {
      case 'MfaRequired':
        this.#store.show({ step: 'choose', factors: answer.factors ?? [] });
        return;
      case 'MfaEnrollmentRequired':
        this.#store.show({ step: 'enroll', factorTypes: answer.factorTypes });
        return;
      case 'Reauthenticated':
        this.#store.showAfterCodes(codesOf(answer), proofOf(answer, null));
    }
  }

  /** Chooses the factor to verify. Depending on the factor, Auth0 sends a code or asks the user's phone for approval (`PUSH`). */
  readonly challenge = async (factor: Factor): Promise<void> => {
    if (!('factors' in this.#state) || this.#store.isBusy) return;
    const factors = this.#state.factors ?? [];
    if (factor.type === 'TOTP' || factor.type === 'RECOVERY_CODE') {
      this.#token = this.#firstToken;
      this.#store.show({ step: 'code', factor, factors });
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
    this.#store.show({ step: isPush ? 'approve' : 'code', factor, factors });
    if (isPush) await this.#verify({ mfaToken: this.#token });
  };

  /** Verifies the code that the user has typed. */
  readonly verify = async (input: SecondFactorCode): Promise<void> => {
    if (this.#store.isBusy) return;
    const mfaToken = 'recoveryCode' in input ? this.#firstToken : this.#token;
    await this.#verify({ ...input, mfaToken });
  };

  /** Enrolls a factor of the given type. */
  readonly enroll = async (input: Omit<EnrollFactorInput, 'mfaToken'>): Promise<void> => {
    if (this.#store.isBusy) return;
    const mfaToken = this.#token;
    const answer = await this.#send(EnrollFactor, { input: { ...input, mfaToken } });
    if (!answer) return;
    if (isRefusal(answer)) {
      this.#refuse(answer);
      return;
    }
    this.#token = answer.mfaToken;
    this.#store.show({ step: 'confirm', enrollment: answer });
  };

  /** Removes a factor of the signed-in user. The step must be `proven`. */
  readonly remove = async (factor: Factor): Promise<void> => {
    if (this.#store.isBusy) return;
    const mfaToken = this.#token;
    const answer = await this.#send(RemoveFactor, { input: { mfaToken, factorId: factor.id } });
    if (!answer) return;
    if (isRefusal(answer)) this.#refuse(answer);
    else {
      const { factors, otherDevices } = answer;
      this.#store.show({ step: 'proven', factors, otherDevices });
    }
  };

  /** Leaves the current step: the user has given up, or has saved the recovery codes. */
  readonly done = (): void => {
    if (!this.#store.leaveCodes()) this.forget();
  };

  /** Leaves every step, since the user has changed. The recovery codes of the user's own sign-in stay. */
  readonly forget = (): void => {
    this.#finish(this.#codes);
  };

  /** Verifies the factor. For `PUSH`, repeats the request until the user approves or declines. */
  async #verify(input: VerifyMfaInput): Promise<void> {
    const { step } = this.#state;
    const enrollment = 'enrollment' in this.#state ? this.#state.enrollment : undefined;
    let answer = await this.#send(VerifyMfa, { input });
    // An outage does not end the wait for an approval, because the page has no button to continue.
    while (answer?.__typename === 'ApprovalPending' || (step === 'approve' && isOutage(answer))) {
      if (isOutage(answer)) this.#refuse(answer);
      if (!(await this.#store.pause(answer.retryAfter ?? 5))) return;
      answer = await this.#send(VerifyMfa, { input });
    }
    if (!answer) return;
    switch (answer.__typename) {
      case 'Session':
        await this.#complete(answer, codesOf(answer, enrollment));
        return;
      case 'Reauthenticated': {
        this.#token = answer.mfaToken;
        const proof = proofOf(answer, enrollment ? answer.otherDevices : null);
        this.#store.showAfterCodes(codesOf(answer, enrollment), proof);
        return;
      }
      case 'EmailNotVerified':
        this.#finish(codesOf(answer, enrollment));
    }
    this.#refuse(answer);
  }

  /** Saves the session of a complete sign-in. The recovery codes are on the screen before the page of the signed-in user is. */
  async #complete(session: SessionAnswer, codes: readonly string[]): Promise<void> {
    this.#codes = codes;
    let refusal;
    try {
      refusal = await this.#keep(session);
    } finally {
      this.#codes = [];
      this.#finish(codes);
    }
    if (refusal) this.#refuse(refusal);
  }

  /** Sends the request of a step. Returns undefined if the state has changed before the answer arrived. */
  #send<Answer extends object, Variables>(
    operation: Operation<Answer, Variables>,
    variables: Variables,
  ) {
    return this.#store.pend(() => askAsUser(this.#endpoint, operation, variables));
  }

  /** Ends the second factor. Recovery codes stay on the screen until `done` is called. */
  #finish(codes: readonly string[]): void {
    this.#token = '';
    this.#firstToken = '';
    this.#store.showAfterCodes(codes, { step: 'none' });
  }

  /** Shows a refusal. The step stays, unless the `mfaToken` is no longer valid: the user then starts over. */
  #refuse(refusal: SecondFactorRefusal): void {
    const isOver = ['MfaTokenExpired', 'AccountBlocked', 'LoginDenied', 'SignedOut'].includes(
      refusal.__typename,
    );
    if (isOver) this.forget();
    this.#store.refuse(refusal);
  }

  get #state(): SecondFactorState {
    return this.#store.getSnapshot();
  }
}

/** Recovery codes that the user has to save after an answer: those of the enrollment that it confirms, and a new one. */
function codesOf(
  { recoveryCode }: { recoveryCode: string | null },
  enrollment?: Enrollment,
): string[] {
  const codes = enrollment?.recoveryCodes ?? [];
  return recoveryCode === null ? [...codes] : [...codes, recoveryCode];
}

function proofOf({ factors }: Proof, otherDevices: number | null) {
  return { step: 'proven', factors, otherDevices } as const;
}

function isOutage<Answer extends { __typename: string }>(
  answer: Answer | undefined,
): answer is Named<Answer, 'ServiceUnavailable'> {
  return answer?.__typename === 'ServiceUnavailable';
}
