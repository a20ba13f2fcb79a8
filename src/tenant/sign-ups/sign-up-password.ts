import { isBreachedPassword } from '../attack-protection/breached-passwords.ts';
import { databaseError, oauthError, Refusal } from '../errors.ts';
import type { Connection } from '../settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { passwordRules, policyText } from '../users/password-policy.ts';

/**
 * Refuses a password known from a breach, where the tenant is set to.
 *
 * @throws Refusal `password_leaked`
 */
export function checkPasswordNotBreached({ settings }: Tenant, password: string): void {
  const { enabled, stage } = settings.attack_protection.breached_password_detection;
  const isBlocking = enabled && stage['pre-user-registration'].shields.includes('block');
  if (!isBlocking || !isBreachedPassword(password)) return;
  const description = 'Password has been leaked in a data breach.';
  throw settings.unconfirmed.sign_up_password_leaked_body === 'database'
    ? databaseError('password_leaked', description)
    : oauthError(400, 'password_leaked', description);
}

/**
 * Refuses a password the connection's policy does not allow.
 *
 * @throws Refusal 400 `PasswordStrengthError`, whose `description` is an object with every rule, met or not
 */
export function checkPasswordPolicy({ options }: Connection, password: string): void {
  const rules = passwordRules(options.passwordPolicy, password);
  if (rules.every(({ verified }) => verified)) return;
  const message = 'Password is too weak';
  throw new Refusal(
    400,
    {
      name: 'PasswordStrengthError',
      message,
      code: 'invalid_password',
      description: { rules, verified: false },
      policy: policyText(rules),
      statusCode: 400,
    },
    message,
  );
}
