import { generateSecret, verifySync } from 'otplib';
import type { Authenticator } from './authenticators.ts';

/** Steps of 30 s before and after now whose codes are taken: people type slowly, and clocks differ. */
const tolerance = 30;

/** A secret for an authenticator app, 32 characters of Base32. */
export function newSecret(): string {
  return generateSecret({ length: 20 });
}

/**
 * What a QR code for an app says.
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

/** Whether a code is the app's (RFC 6238), and not one that has been used: `used` tells which. */
export function checkOneTimePassword(
  authenticator: Authenticator,
  otp: string,
  now: Date,
): 'right' | 'used' | 'wrong' {
  const { secret, usedStep } = authenticator;
  if (secret === undefined || !/^\d{6}$/.test(otp)) return 'wrong';
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: otp, epoch, epochTolerance: tolerance });
  if (!result.valid || !('timeStep' in result)) return 'wrong';
  if (usedStep !== undefined && result.timeStep <= usedStep) return 'used';
  authenticator.usedStep = result.timeStep;
  return 'right';
}
