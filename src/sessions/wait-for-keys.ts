/** Milliseconds that a login, refresh or logout waits for the issuer's keys. It then continues without them. */
const patience = 500;

/**
 * Waits up to half a second for a result that needs the issuer's keys.
 *
 * @returns undefined if the result takes longer
 * @throws the rejection of the promise, unchanged
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
