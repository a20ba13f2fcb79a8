import { z } from 'zod';
import { managementError } from '../../errors.ts';
import { connectionId } from '../../logs/tenant-logs.ts';
import { ticketUrl } from '../../mails/link-mail.ts';
import type { Ticket } from '../../mails/tickets.ts';
import type { Tenant } from '../../tenant-state.ts';
import { hashPassword } from '../../users/password-hash.ts';
import type { User } from '../../users/user.ts';
import { checkIdentity, identitySchema } from '../identity.ts';
import { checkClient, clientIdSchema } from '../named-client.ts';
import type { ManagementOperation } from '../operation.ts';
import { existingUser, userIdSchema } from '../path-id.ts';
import { connectionNamed } from '../user-connection.ts';
import { checkManagedPassword } from '../user-password.ts';
import { invalid, validate } from '../validation.ts';

const ticketMembers = {
  client_id: clientIdSchema.optional(),
  ttl_sec: z.int().min(0).optional(),
  result_url: z.url({ protocol: /^https?$/ }).optional(),
  includeEmailInRedirect: z.boolean().default(false),
  identity: identitySchema.optional(),
};

const emailVerificationSchema = z.strictObject({ ...ticketMembers, user_id: userIdSchema });

const passwordChangeSchema = z.strictObject({
  ...ticketMembers,
  user_id: userIdSchema.optional(),
  email: z.email().optional(),
  connection_id: z.string().optional(),
  mark_email_as_verified: z.boolean().default(false),
  new_password: z.string().min(1).optional(),
});

/**
 * Makes the operation `POST /api/v2/tickets/email-verification`, which answers with a link that verifies an e-mail address. It
 * sends no mail.
 */
export function createEmailVerificationTicket(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:user_tickets'],
    name: 'Create an email verification ticket',
    status: 201,
    answer({ body }) {
      const { user_id, client_id, ttl_sec, identity, ...rest } = validate(
        emailVerificationSchema,
        body,
        'Payload',
      );
      checkClient(tenant, client_id);
      const user = existingUser(tenant.users.findById(user_id));
      checkIdentity(user, identity);
      const purpose = 'email-verification';
      const ticket = { user, purpose, marksEmailAsVerified: true, ...redirectOf(rest) } as const;
      return {
        ticket: ticketUrl(tenant, purpose, tenant.tickets.issue(ticket, lifetime(ttl_sec))),
      };
    },
  };
}

/** Makes the operation `POST /api/v2/tickets/password-change`, which answers with a link to choose a new password. It sends no mail. */
export function createPasswordChangeTicket(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:user_tickets'],
    name: 'Create a password change ticket',
    status: 201,
    async answer({ body }) {
      const { client_id, ttl_sec, mark_email_as_verified, new_password, identity, ...about } =
        validate(passwordChangeSchema, body, 'Payload');
      checkClient(tenant, client_id);
      const user = userAbout(tenant, about);
      checkIdentity(user, identity);
      const purpose = 'reset-password';
      const ticket = {
        user,
        purpose,
        marksEmailAsVerified: mark_email_as_verified,
        ...redirectOf(about),
        passwordHash: new_password && (await newPasswordHash(tenant, user, new_password)),
      } as const;
      return {
        ticket: ticketUrl(tenant, purpose, tenant.tickets.issue(ticket, lifetime(ttl_sec))),
      };
    },
  };
}

/** Returns the members of a ticket that say where the browser goes in the end. */
function redirectOf({
  result_url: resultUrl,
  includeEmailInRedirect,
}: {
  result_url?: string | undefined;
  includeEmailInRedirect: boolean;
}): Pick<Ticket, 'resultUrl' | 'includeEmailInRedirect'> {
  return { resultUrl, includeEmailInRedirect };
}

/** @throws Refusal 400 for a password that breaks the connection's rules */
async function newPasswordHash(tenant: Tenant, user: User, password: string): Promise<string> {
  const connection = connectionNamed(tenant, user.connection);
  await checkManagedPassword(tenant, { ...user, connection, user }, password);
  return hashPassword(password);
}

/** Returns the lifetime of a ticket in seconds. Returns undefined for 0, which stands for the default. */
function lifetime(ttl_sec: number | undefined): number | undefined {
  return ttl_sec === 0 ? undefined : ttl_sec;
}

interface About {
  user_id?: string | undefined;
  email?: string | undefined;
  connection_id?: string | undefined;
}

/** Finds the user whom a call names, by ID, or by e-mail address and connection. */
function userAbout({ users, settings }: Tenant, { user_id, email, connection_id }: About): User {
  if (user_id !== undefined) return existingUser(users.findById(user_id));
  if (email === undefined || connection_id === undefined) {
    throw invalid('Payload', "'Missing required property: user_id, or email and connection_id'.");
  }
  const connection = settings.connections.find(({ name }) => connectionId(name) === connection_id);
  if (!connection) {
    throw managementError(404, 'The connection does not exist', 'inexistent_connection');
  }
  return existingUser(users.find(connection.name, email));
}
