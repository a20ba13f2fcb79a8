import process from 'node:process';

/** Whether `--short` was given. A program then runs only long enough to show that it works, and its figures mean nothing. */
export const isShort = process.argv.includes('--short');

/** Returns the full count or duration or, with `--short`, the small one. */
export function unlessShort(full: number, short: number): number {
  return isShort ? short : full;
}
