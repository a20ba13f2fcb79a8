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
  sertft: 'Refresh',
  fertft: 'Failed refresh',
  ferrt: 'Reused refresh token',
  srrt: 'Refresh token revoked',
  seccft: 'Machine token',
  feccft: 'Failed machine token',
  ss: 'Sign-up',
  fs: 'Failed sign-up',
  sapi: 'Management API write',
  fapi: 'Failed Management API write',
  sdu: 'User deleted',
  limit_wc: 'Blocked account',
  limit_mu: 'Blocked address',
  limit_sul: 'Same-user login limit',
  pwd_leak: 'Leaked password',
};
