import type { Refused } from '../../parts/explain.ts';

/** The refusal of a code that was typed in. The gateway's words also name a declined push, which is not on that screen. */
export function ofCode(refusal: Refused): Refused {
  return refusal.__typename === 'InvalidCode'
    ? { ...refusal, message: 'This code is wrong. Try again.' }
    : refusal;
}
