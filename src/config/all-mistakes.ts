import { ConfigurationError } from './config.ts';

/**
 * Waits for several parts of the start-up, and reports the mistakes of all of them at once.
 *
 * @throws {@link ConfigurationError} with the mistakes of every part, each mistake once; any other error of a part, unchanged
 */
export async function allOrMistakes<const Parts extends readonly unknown[]>(
  parts: Parts,
): Promise<{ [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  const settled = await Promise.allSettled(parts);
  const errors = settled
    .filter((outcome) => outcome.status === 'rejected')
    .map(({ reason }): unknown => reason);
  const [first] = errors;
  if (errors.length === 0) return await Promise.all(parts);
  const other = errors.find((error) => mistakesOf(error) === undefined);
  if (other !== undefined || errors.length === 1) throw other ?? first;
  throw new ConfigurationError([...new Set(errors.flatMap((error) => mistakesOf(error) ?? []))]);
}

function mistakesOf(error: unknown): string[] | undefined {
  return (error as { mistakes?: string[] }).mistakes;
}
