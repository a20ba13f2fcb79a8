import type { FactorType } from './__generated__/operations.ts';
import type { Enrollment, Factor, SecondFactorRefusal } from './answers.ts';

/** Where the user stands in the second factor, and what to show. */
export type SecondFactorStep =
  /** Nothing to do. */
  | { readonly step: 'none' }
  /** Let the user choose one of the factors, then call `challenge`. */
  | { readonly step: 'choose'; readonly factors: readonly Factor[] }
  /** Show a field for the code of this factor, then call `verify`. */
  | { readonly step: 'code'; readonly factor: Factor; readonly factors: readonly Factor[] }
  /** Show "look at your phone". The kit asks until the user has approved or declined. */
  | { readonly step: 'approve'; readonly factor: Factor; readonly factors: readonly Factor[] }
  /** Let the user choose a kind of factor to set up, then call `enroll`. Null kinds: the gateway cannot read them. */
  | { readonly step: 'enroll'; readonly factorTypes: readonly FactorType[] | null }
  /** Show what sets the factor up, recovery codes among it, and a field for its first code. Then call `verify`. */
  | { readonly step: 'confirm'; readonly enrollment: Enrollment }
  /**
   * The signed-in user has given the proof: `enroll`, `remove`, `changePassword` and the end of devices work for 10 minutes. When a
   * factor has just been added or removed, `otherDevices` is the number of the user's other devices: offer to end them.
   */
  | {
      readonly step: 'proven';
      readonly factors: readonly Factor[] | null;
      readonly otherDevices: number | null;
    }
  /** Show the new recovery code until the user has written it down, then call `done`. It cannot be read again. */
  | { readonly step: 'recoveryCode'; readonly recoveryCode: string };

/** The step, why the last try was refused, and whether a request is on its way. */
export type SecondFactorState = SecondFactorStep & {
  readonly refusal: SecondFactorRefusal | undefined;
  readonly isPending: boolean;
};

/** What a user types to prove a factor. */
export type SecondFactorCode = { readonly code: string } | { readonly recoveryCode: string };
