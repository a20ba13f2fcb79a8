/** Milliseconds for which a login, refresh or logout waits for the issuer's keys. Each can go on without them. */
const patience = 500;

/**
 * Waits up to half a second for a result that needs the issuer's keys.
 *
 * @returns undefined when the result is not there by then
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
