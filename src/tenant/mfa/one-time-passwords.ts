import { generateSecret, verifySync } from 'otplib';
import type { Authenticator } from '../users/authenticator.ts';

/** Tolerance in seconds. The previous code and the next one are accepted too, since users type slowly and clocks differ. */
const tolerance = 30;

/** Makes a secret for an authenticator app: 20 random bytes, as 32 characters of Base32. */
export function newSecret(): string {
  return generateSecret();
}

/**
 * Builds the content of the QR code that an authenticator app scans.
 *
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function barcodeUri(
  secret: string,
  { issuer, user }: { issuer: string; user: string },
): string {
  const [team, person] = [encodeURIComponent(issuer), encodeURIComponent(user)];
  return `otpauth://totp/${team}:${person}?secret=${secret}&issuer=${team}&algorithm=SHA1&digits=6&period=30`;
}

/** Checks a code of an authenticator app (RFC 6238): six digits, 30 s, SHA-1. Accepts each code once. */
export function checkOneTimePassword(
  app: Extract<Authenticator, { kind: 'totp' }>,
  otp: string,
  now: Date,
): 'right' | 'used' | 'wrong' {
  if (!/^\d{6}$/.test(otp)) return 'wrong';
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret: app.secret, token: otp, epoch, epochTolerance: tolerance });
  if (!result.valid || !('timeStep' in result)) return 'wrong';
  if (app.usedStep !== undefined && result.timeStep <= app.usedStep) return 'used';
  app.usedStep = result.timeStep;
  return 'right';
}
