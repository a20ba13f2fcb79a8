import { clientCredentialsGrant } from './client-credentials.ts';
import type { Grant } from './grant.ts';
import { mfaOobGrant } from './mfa-oob.ts';
import { mfaOtpGrant } from './mfa-otp.ts';
import { mfaRecoveryCodeGrant } from './mfa-recovery-code.ts';
import { passwordGrant, passwordRealmGrant } from './password.ts';
import { refreshTokenGrant } from './refresh-token.ts';

/** The grants of `/oauth/token` by their `grant_type`. */
export const grants: ReadonlyMap<string, Grant> = new Map([
  ['password', passwordGrant],
  ['http://auth0.com/oauth/grant-type/password-realm', passwordRealmGrant],
  ['refresh_token', refreshTokenGrant],
  ['client_credentials', clientCredentialsGrant],
  ['http://auth0.com/oauth/grant-type/mfa-otp', mfaOtpGrant],
  ['http://auth0.com/oauth/grant-type/mfa-oob', mfaOobGrant],
  ['http://auth0.com/oauth/grant-type/mfa-recovery-code', mfaRecoveryCodeGrant],
]);
