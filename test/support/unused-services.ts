import { nameServiceVariables } from '../../src/config/services.ts';
import { services } from '../../src/services/services.ts';

/**
 * A gateway does not start without being told where its services are. For a test that asks none: they are nowhere.
 *
 * @param env - what the test does say; services that it names are left out
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
