import { readKeySetFile } from './key-set-file.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** Shortest time between two reads of the file, in milliseconds. */
const period = 2000;

/**
 * Creates {@link IssuerKeys} from a file that an operator maintains. The gateway never calls the issuer for keys. If the last
 * read was more than two seconds ago, a look-up reads the file again in the background. While the file is unreadable, the keys in
 * use stay.
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
    // For a token that has just come from the issuer, the file is read at once, because login and refresh wait at most half a
    // second.
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
