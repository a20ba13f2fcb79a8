/** Adds the mistakes of a configuration that cannot be read to the others, and returns undefined. */
export function collectMistakes<Value>(mistakes: string[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!hasMistakes(error)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** Recognizes a configuration error of the gateway or the tenant by its shape, without loading the tenant's class. */
export function hasMistakes(error: unknown): error is Error & { mistakes: string[] } {
  return error instanceof Error && 'mistakes' in error;
}
