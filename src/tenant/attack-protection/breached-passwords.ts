const testPasswords = ['Paaf213XXYYZZ', 'Paat739!!WWXXYYZZ'];

/**
 * Whether a password is one of those Auth0 always counts as breached, made for testing.
 *
 * @see https://auth0.com/docs/secure/attack-protection/breached-password-detection
 */
export function isBreachedPassword(password: string): boolean {
  return testPasswords.includes(password) || password.startsWith('AUTH0-TEST-');
}
