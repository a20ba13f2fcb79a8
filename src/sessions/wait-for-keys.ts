/** Milliseconds that a login, refresh or logout waits for the issuer's keys. Each works without them. */
const patience = 500;

/**
 * Waits half a second for a result that needs the issuer's keys.
 *
 * @returns undefined when the result comes later
 * @throws the rejection of the promise, unchanged, unless it comes later
 */
export async function waitForKeys<Value>(
  promise: Value | Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
