/** Default age from which the issuer's keys no longer verify tokens, for example in an outage: one day (seconds). */
export const defaultMaxAge = 24 * 60 * 60;

/** Timing of keys that the gateway fetches from the issuer (milliseconds), see `KeyTiming`. */
export const timing = {
  softAge: 10 * 60 * 1000,
  cooldown: 5000,
  failureCooldown: 1000,
  retryPeriod: 30_000,
};
