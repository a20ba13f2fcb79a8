import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { Refusal } from '../errors.ts';
import { pageHeaders } from '../home-page/page-headers.ts';
import { clientAddress } from '../http/client-address.ts';
import { optionalParameter, requestParameters } from '../http/parameters.ts';
import { checkNewPassword, setPassword } from '../passwords/new-password.ts';
import {
  passwordSetPage,
  resetPasswordPage,
  uselessLinkPage,
  type ResetFault,
} from '../passwords/reset-password-page.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Ticket } from '../tickets/tickets.ts';

/** `GET /u/reset-password?ticket=`: where a link in a mail leads. The ticket is good until a password has been set with it. */
export function resetPasswordPageEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const { id, ticket } = ticketOf(tenant, (request.query as { ticket?: string }).ticket);
    if (!ticket) return useless(tenant, reply);
    return reply.headers(pageHeaders).send(resetPasswordPage(tenant, id, ticket.user));
  };
}

/** `POST /u/reset-password`: sets the password, or says which rules it breaks. Who has no ticket can send nothing of use. */
export function resetPasswordEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const parameters = requestParameters(request);
    const { id, ticket } = ticketOf(tenant, optionalParameter(parameters, 'ticket'));
    if (!ticket) return useless(tenant, reply);
    const password = optionalParameter(parameters, 'password') ?? '';
    const isSame = optionalParameter(parameters, 'repeated') === password;
    const fault = isSame
      ? await faultOf(tenant, ticket, password)
      : ({ kind: 'different' } as const);
    reply.headers(pageHeaders);
    if (fault) {
      log(tenant, request, ticket, 'fcp');
      return reply.code(400).send(resetPasswordPage(tenant, id, ticket.user, fault));
    }
    tenant.tickets.spend(id);
    await setPassword(tenant, ticket.user, password);
    if (ticket.marksEmailAsVerified) tenant.users.change(ticket.user, { email_verified: true });
    log(tenant, request, ticket, 'scp');
    return reply.send(passwordSetPage(tenant));
  };
}

function ticketOf({ tickets }: Tenant, id = ''): { id: string; ticket: Ticket | undefined } {
  return { id, ticket: tickets.find(id, 'reset-password') };
}

function useless(tenant: Tenant, reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(pageHeaders).send(uselessLinkPage(tenant));
}

async function faultOf(
  tenant: Tenant,
  { user }: Ticket,
  password: string,
): Promise<ResetFault | undefined> {
  const connection = tenant.settings.connections.find(({ name }) => name === user.connection);
  if (!connection) return { kind: 'refused', message: 'This account cannot have a password.' };
  const { email, username, name } = user;
  const owner = { connection, email, username, name, user };
  try {
    await checkNewPassword(tenant, owner, password, 'pre-change-password');
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', message: error.message, body: error.body };
  }
}

function log(tenant: Tenant, request: FastifyRequest, { user }: Ticket, type: 'scp' | 'fcp'): void {
  tenant.logs.write({
    type,
    description: type === 'scp' ? 'Password changed' : 'The new password was refused',
    connection: user.connection,
    ...clientAddress(request),
    user_id: user.user_id,
    user_name: user.email,
    strategy: 'auth0',
    strategy_type: 'database',
  });
}
