import type { FactorType } from './__generated__/operations.ts';
import type { Enrollment, Factor, SecondFactorRefusal } from './answers.ts';

/** Current step of the second factor. Each step tells the page what to show. */
export type SecondFactorStep =
  /** No second factor is needed now. */
  | { readonly step: 'none' }
  /** Let the user choose one of the factors, then call `challenge`. */
  | { readonly step: 'choose'; readonly factors: readonly Factor[] }
  /** Show a field for the code of this factor, then call `verify`. */
  | { readonly step: 'code'; readonly factor: Factor; readonly factors: readonly Factor[] }
  /** Ask the user to approve the sign-in on the phone. The kit repeats the request until the user approves or declines. */
  | { readonly step: 'approve'; readonly factor: Factor; readonly factors: readonly Factor[] }
  /**
   * Let the user choose a kind of factor to set up, then call `enroll`. `factorTypes` is null if the gateway cannot list the
   * kinds.
   */
  | { readonly step: 'enroll'; readonly factorTypes: readonly FactorType[] | null }
  /** Show the `enrollment`, and a field for the first code of the factor. Then call `verify`. */
  | { readonly step: 'confirm'; readonly enrollment: Enrollment }
  /**
   * The signed-in user has proven the password and the second factor. For 10 minutes `enroll`, `remove`, `changePassword` and the end
   * of devices work. After a factor was added or removed, `otherDevices` is the number of the user's other devices: offer to end them.
   */
  | {
      readonly step: 'proven';
      readonly factors: readonly Factor[] | null;
      readonly otherDevices: number | null;
    }
  /**
   * Show the new recovery codes until the user has saved them, then call `done`. They cannot be shown again. They come with the
   * first factor, and in place of a recovery code that the user has used.
   */
  | { readonly step: 'recoveryCodes'; readonly recoveryCodes: readonly string[] };

/** The current step, the refusal of the last request, and whether a request is running. */
export type SecondFactorState = SecondFactorStep & {
  readonly refusal: SecondFactorRefusal | undefined;
  readonly isPending: boolean;
};

/** Code that the user types: of a factor, or a recovery code. */
export type SecondFactorCode = { readonly code: string } | { readonly recoveryCode: string };
