/** Reads a configuration. If that fails, adds its mistakes to the list and returns undefined. */
export function collectMistakes<Value>(mistakes: string[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!hasMistakes(error)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/**
 * Whether an error is a configuration error of the gateway or the tenant. Checks its shape, so that the tenant's class need not
 * be loaded.
 */
export function hasMistakes(error: unknown): error is Error & { mistakes: string[] } {
  return error instanceof Error && 'mistakes' in error;
}
