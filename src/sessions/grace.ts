/** Milliseconds that a sign-in, refresh or logout waits for the issuer's keys, which it can do without. */
const grace = 500;

/**
 * The promise's value if it comes within the grace; undefined otherwise. A rejection within the grace comes out unchanged, a
 * later one is nobody's concern any more.
 */
export async function withinGrace<Value>(
  promise: Value | Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, grace, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
