import { readKeySetFile } from './key-set-file.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** Shortest time between two reads of the file, in milliseconds. */
const period = 2000;

/**
 * Makes {@link IssuerKeys} from a file that the operator maintains. The gateway never asks the issuer. A look-up reads the file
 * again in the background if the last read was more than two seconds ago. While the file cannot be read, the keys in use stay.
 */
export function keysFromFile(options: {
  file: string;
  now: () => Date;
  log: OutageLogOptions['log'];
}): IssuerKeys {
  const { file, now, log } = options;
  const timing = {
    softAge: period,
    hardAge: Infinity,
    cooldown: period,
    // A file is read at once for a token that came straight from the issuer: login and refresh wait half a second at most.
    failureCooldown: 100,
    retryPeriod: period,
  };
  return new IssuerKeys({
    load: async () => (await readKeySetFile(file)).keys,
    timing,
    now,
    outage: new OutageLog({ hardAge: Infinity, now, log, failure: 'JWKS_FILE cannot be used' }),
  });
}
