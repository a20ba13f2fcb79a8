import process from 'node:process';

/**
 * Milliseconds that a stopping process waits for requests in flight. Most requests make one or two calls to Auth0, each of at
 * most 10 s. A password change makes five, so a stop may interrupt it while Auth0 is slow.
 */
const drainTime = 25_000;

/**
 * Drains on the first SIGTERM or SIGINT. Ignores later ones, because supervisors and npm send the signal twice.
 *
 * @param delay - seconds for which the process reports "not ready" before it stops listening
 * @param close - finishes the requests in flight, and closes the program
 * @param describe - describes an error of `close`, to print it
 */
export function stopOnSignal(
  delay: number,
  close: () => Promise<void>,
  describe: (error: unknown) => string,
): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), delay * 1000 + drainTime).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(describe(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
