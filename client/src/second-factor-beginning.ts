import type { FactorType } from './__generated__/operations.ts';
import type { Factor } from './answers.ts';

/** An answer that asks for the second factor, or gives the proof. */
export type Beginning =
  | { __typename: 'MfaRequired'; mfaToken: string; factors: readonly Factor[] | null }
  | {
      __typename: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: readonly FactorType[] | null;
    }
  | Proof;

/** The proof that the signed-in user is present. */
export interface Proof {
  __typename: 'Reauthenticated';
  mfaToken: string;
  factors: readonly Factor[] | null;
  recoveryCode: string | null;
  otherDevices: number | null;
}

/** Whether an answer asks for the second factor, or gives the proof. */
export function isBeginning(answer: { __typename: string }): answer is Beginning {
  return ['MfaRequired', 'MfaEnrollmentRequired', 'Reauthenticated'].includes(answer.__typename);
}
