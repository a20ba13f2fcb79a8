const testPasswords = ['Paaf213XXYYZZ', 'Paat739!!WWXXYYZZ'];

/**
 * Tells whether a password is one of Auth0's test passwords, which always count as breached.
 *
 * @see https://auth0.com/docs/secure/attack-protection/breached-password-detection
 */
export function isBreachedPassword(password: string): boolean {
  return testPasswords.includes(password) || password.startsWith('AUTH0-TEST-');
}
