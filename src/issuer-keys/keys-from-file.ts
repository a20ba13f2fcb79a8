import { readKeySetFile } from './key-set-file.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** Milliseconds between two reads of the file. */
const period = 2000;

/**
 * Makes the issuer's keys from a file that the operator maintains; the gateway never asks the issuer. A change of the file takes
 * effect two seconds later at the first look-up, and a file that cannot be read leaves the keys in use.
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
