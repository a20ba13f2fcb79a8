/**
 * What the log event types this tenant writes mean.
 *
 * @see https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes
 */
export const logEventTypes: Readonly<Record<string, string>> = {
  sepft: 'Login',
  fepft: 'Failed login',
  fp: 'Wrong password',
  fu: 'Unknown user',
  mfar: 'Second factor required',
  seotpft: 'Second factor: app',
  feotpft: 'Failed second factor: app',
  seoobft: 'Second factor: sent code',
  feoobft: 'Failed second factor: sent code',
  sercft: 'Recovery code used',
  fercft: 'Failed recovery code',
  gd_otp_rate_limit_exceed: 'Too many wrong codes',
  sertft: 'Refresh',
  fertft: 'Failed refresh',
  ferrt: 'Reused refresh token',
  srrt: 'Refresh token revoked',
  seccft: 'Machine token',
  feccft: 'Failed machine token',
  ss: 'Sign-up',
  sv: 'E-mail address verified',
  scp: 'Password changed',
  fcp: 'Failed change of password',
  scpr: 'Password reset requested',
  fcpr: 'Password reset for nobody',
  fs: 'Failed sign-up',
  sapi: 'Management API write',
  fapi: 'Failed Management API write',
  sdu: 'User deleted',
  limit_wc: 'Blocked account',
  limit_mu: 'Blocked address',
  limit_sul: 'Same-user login limit',
  pwd_leak: 'Leaked password',
};
