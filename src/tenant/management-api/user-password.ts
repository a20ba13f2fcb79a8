import { managementError, Refusal } from '../errors.ts';
import type { Connection } from '../settings.ts';
import { checkPasswordPolicy } from '../sign-ups/sign-up-password.ts';

/**
 * Refuses a password that the connection does not allow.
 *
 * @throws Refusal 400 whose message begins with the name that sign-up gives the error, for example `PasswordStrengthError`
 */
export function checkManagedPassword(connection: Connection, password: string): void {
  try {
    checkPasswordPolicy(connection, password);
  } catch (error) {
    throw error instanceof Refusal ? inManagementEnvelope(error) : error;
  }
}

function inManagementEnvelope({ body, message }: Refusal): Refusal {
  const name = 'name' in body && typeof body.name === 'string' ? `${body.name}: ` : '';
  return managementError(400, `${name}${message}`);
}
