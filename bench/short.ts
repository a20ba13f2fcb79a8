import process from 'node:process';

/**
 * Whether the program was started with `--short`. It then runs just long enough to show that it works, and its figures mean
 * nothing.
 */
export const isShort = process.argv.includes('--short');

/** Returns the full count or duration. With `--short`, returns the small one. */
export function unlessShort(full: number, short: number): number {
  return isShort ? short : full;
}
