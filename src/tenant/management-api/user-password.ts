import { managementError, Refusal } from '../errors.ts';
import { checkNewPassword } from '../passwords/new-password.ts';
import type { PasswordOwner } from '../passwords/new-password.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Refuses a password that its owner may not have.
 *
 * @throws Refusal 400 whose message begins with the name that sign-up gives the error, for example `PasswordStrengthError`
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

/** What a password breaks has a name of its own; other refusals of the database have none that says anything. */
function inManagementEnvelope({ body, message }: Refusal): Refusal {
  const name = 'name' in body && typeof body.name === 'string' ? body.name : '';
  return managementError(400, name.startsWith('Password') ? `${name}: ${message}` : message);
}
