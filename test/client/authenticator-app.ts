import { URI, type TOTP } from 'otpauth';
import type { Gatehouse } from '../../client/src/index.ts';

/** An authenticator app. It uses another TOTP library than the tenant. */
export interface App {
  /** Returns the code that the app shows now. */
  code: () => string;
}

/** Makes an app that has scanned the QR code on the screen. */
export function scanApp({ secondFactor }: Gatehouse, now: () => Date): App {
  const state = secondFactor.getSnapshot();
  if (state.step !== 'confirm' || state.enrollment.__typename !== 'TotpEnrollment') {
    throw new Error(`there is no QR code in the step ${state.step}`);
  }
  return appOf(state.enrollment.otpauthUri, now);
}

/** Makes an app that has the secret of an `otpauth:` URI. */
export function appOf(otpauthUri: string, now: () => Date): App {
  const totp = URI.parse(otpauthUri) as TOTP;
  return { code: () => totp.generate({ timestamp: now().getTime() }) };
}

/** Adds an app as second factor of the user, who may do so, and who saves the recovery codes. */
export async function enrollApp(gatehouse: Gatehouse, now: () => Date): Promise<App> {
  await gatehouse.secondFactor.enroll({ type: 'TOTP' });
  const app = scanApp(gatehouse, now);
  await gatehouse.secondFactor.verify({ code: app.code() });
  if (gatehouse.secondFactor.getSnapshot().step === 'recoveryCodes') gatehouse.secondFactor.done();
  return app;
}
