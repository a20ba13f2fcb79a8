import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';

/** Schema of the ID of an application. */
export const clientIdSchema = z.stringFormat('client-id', /^[\w-]{1,64}$/);

/**
 * Checks that an application exists, if a call names one in `client_id`. It is the application that a mail is about.
 *
 * @throws Refusal 400 for an unknown application
 */
export function checkClient({ settings }: Tenant, client_id: string | undefined): void {
  const isKnown = settings.clients.some((client) => client.client_id === client_id);
  if (client_id === undefined || isKnown) return;
  throw managementError(400, 'The client does not exist.', 'invalid_body');
}
