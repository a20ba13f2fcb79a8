import type { CommonRefusal } from '../identity/outcomes.ts';

type InvalidInput = Extract<CommonRefusal, { kind: 'InvalidInput' }>;

/** Characters at most; far above what any provider takes, far below what costs anything. */
const limits = { email: 254, username: 320, password: 1000, refreshToken: 4096 };

/**
 * Looks for what cannot be right in a person's input, before anything is sent anywhere. Values are never changed, and never
 * repeated in the answer.
 *
 * @returns the first fault; undefined when there is none
 */
export function inputFault(input: {
  email?: string;
  username?: string;
  password?: string;
  refreshToken?: string;
}): InvalidInput | undefined {
  for (const [field, value] of Object.entries(input) as [keyof typeof limits, string][]) {
    const message = faultOf(field, value);
    if (message) return { kind: 'InvalidInput', field, message };
  }
  return undefined;
}

function faultOf(field: keyof typeof limits, value: string): string | undefined {
  if (value === '') return 'This is empty.';
  if (Array.from(value).length > limits[field])
    return `This is longer than ${limits[field]} characters.`;
  // A lone surrogate has no UTF-8 form: it would arrive as another password than the one typed.
  if (/\p{Cs}/u.test(value)) return 'This is not well-formed Unicode.';
  if (field !== 'password' && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) {
    return 'This contains control characters.';
  }
  if (field === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) {
    return 'This is not an e-mail address.';
  }
  return undefined;
}
