/** Milliseconds that a login, refresh or logout waits for the issuer's keys. Each works without them. */
const grace = 500;

/** Waits half a second for a promise. A later value is undefined; an earlier rejection comes out unchanged, a later one is ignored. */
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
