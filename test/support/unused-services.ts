import { nameServiceVariables } from '../../src/config/services.ts';
import { services } from '../../src/services/services.ts';

/**
 * Returns variables that give each micro-service an unreachable URL. A gateway needs a URL for each to start, even in a test that
 * calls none.
 *
 * @param env - variables that the test sets; services that have one there are left out
 */
export function unusedServices(env: Record<string, string> = {}): Record<string, string> {
  const unused = Object.keys(services)
    .map(nameServiceVariables)
    .filter(({ url }) => env[url] === undefined);
  return Object.fromEntries(
    unused.flatMap(({ url, auth }) => [
      [url, 'http://127.0.0.1:1'],
      [auth, 'bearer'],
    ]),
  );
}
