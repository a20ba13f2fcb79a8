import { managementError, Refusal } from '../errors.ts';
import { checkNewPassword } from '../passwords/new-password.ts';
import type { PasswordOwner } from '../passwords/new-password.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Checks a new password against the rules of its connection.
 *
 * @throws Refusal 400 in the form of the Management API. Its message may begin with the error name of the broken rule, for example
 *   `PasswordStrengthError`
 */
export async function checkManagedPassword(
  tenant: Tenant,
  owner: PasswordOwner,
  password: string,
): Promise<void> {
  try {
    const stage = owner.user ? 'pre-change-password' : 'pre-user-registration';
    await checkNewPassword(tenant, owner, password, stage);
  } catch (error) {
    throw error instanceof Refusal ? inManagementEnvelope(error) : error;
  }
}

/**
 * Converts a refusal of a new password into one of the Management API. The error of a password rule has a meaningful name, which
 * goes before the message.
 */
function inManagementEnvelope({ body, message }: Refusal): Refusal {
  const name = 'name' in body && typeof body.name === 'string' ? body.name : '';
  return managementError(400, name.startsWith('Password') ? `${name}: ${message}` : message);
}
