import { readKeySetFile } from './key-set-file.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** Milliseconds between two looks at the file. */
const period = 2000;

/**
 * The issuer's keys from a file that the operator takes care of; the issuer is never asked. What changes in the file is noticed
 * within seconds, and a file that cannot be read leaves the keys in hand.
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
    failureCooldown: period,
    retryPeriod: period,
  };
  return new IssuerKeys({
    load: async () => (await readKeySetFile(file)).keys,
    timing,
    now,
    outage: new OutageLog({ hardAge: Infinity, now, log, failure: 'JWKS_FILE cannot be used' }),
  });
}
