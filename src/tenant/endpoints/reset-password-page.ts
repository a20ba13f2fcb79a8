import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { Refusal } from '../errors.ts';
import { optionalParameter, requestParameters } from '../http/parameters.ts';
import { logUserEvent } from '../logs/log-user-event.ts';
import { redirectToResult } from '../mails/result-url.ts';
import type { Ticket } from '../mails/tickets.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import { passwordSetPage, resetPasswordPage } from '../pages/reset-password-page.ts';
import { sendUselessLinkPage } from '../pages/useless-link-page.ts';
import { checkNewPassword, setPasswordHash } from '../passwords/new-password.ts';
import type { PasswordOwner } from '../passwords/new-password.ts';
import { passwordRules } from '../passwords/password-policy.ts';
import type { Tenant } from '../tenant-state.ts';
import { hashPassword } from '../users/password-hash.ts';

/** Serves `GET /u/reset-password?ticket=`: the form to which the link in a reset mail leads. A ticket sets one password. */
export function resetPasswordPageEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const reset = resetOf(tenant, (request.query as { ticket?: string }).ticket);
    if (!reset) return sendUselessLinkPage(tenant, reply);
    const { passwordHash } = reset.ticket;
    return passwordHash === undefined
      ? sendForm(tenant, reply, reset)
      : finishReset(tenant, request, reply, { reset, passwordHash });
  };
}

/** Serves `POST /u/reset-password`, which sets the password of the ticket's user, or shows the rules that the password breaks. */
export function resetPasswordEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const parameters = requestParameters(request);
    const reset = resetOf(tenant, optionalParameter(parameters, 'ticket'));
    if (!reset) return sendUselessLinkPage(tenant, reply);
    const password = optionalParameter(parameters, 'password') ?? '';
    const repeated = optionalParameter(parameters, 'repeated') ?? '';
    const { ticket, owner } = reset;
    const refusal = await refusalOf(tenant, owner, { password, repeated });
    if (refusal) {
      const { message, log } = refusal;
      const type = log.type ?? 'fcp';
      logUserEvent(tenant.logs, request, type, ticket.user, { description: message });
      return sendForm(tenant, reply.code(400), reset, { password, fault: message });
    }
    const passwordHash = await hashPassword(password);
    return finishReset(tenant, request, reply, { reset, passwordHash });
  };
}

/** Spends the ticket and sets the password, unless another request has spent the ticket meanwhile. */
function finishReset(
  tenant: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
  { reset: { id, ticket }, passwordHash }: { reset: Reset; passwordHash: string },
): FastifyReply {
  if (!tenant.tickets.spend(id)) return sendUselessLinkPage(tenant, reply);
  setPasswordHash(tenant, ticket.user, passwordHash);
  if (ticket.marksEmailAsVerified) tenant.users.change(ticket.user, { email_verified: true });
  logUserEvent(tenant.logs, request, 'scp', ticket.user);
  const message = 'You can now login to the application with the new password.';
  return (
    redirectToResult(reply, ticket, message) ??
    reply.headers(pageHeaders).send(passwordSetPage(tenant))
  );
}

interface Reset {
  id: string;
  ticket: Ticket;
  owner: PasswordOwner;
}

function resetOf({ tickets, settings }: Tenant, id = ''): Reset | undefined {
  const ticket = tickets.find(id, 'reset-password');
  const connection = settings.connections.find(({ name }) => name === ticket?.user.connection);
  if (!ticket || !connection) return undefined;
  return { id, ticket, owner: { ...ticket.user, connection, user: ticket.user } };
}

function sendForm(
  tenant: Tenant,
  reply: FastifyReply,
  { id, owner, ticket: { resultUrl } }: Reset,
  { password, fault }: { password: string; fault?: string } = { password: '' },
): FastifyReply {
  const form = {
    ticket: id,
    email: owner.email,
    rules: passwordRules(owner.connection.options, password),
    fault,
  };
  reply.headers(pageHeaders);
  // Browsers count the redirect after a form among the places that the form may go to.
  if (resultUrl !== undefined) {
    const policy = pageHeaders['content-security-policy'];
    const { origin } = new URL(resultUrl);
    reply.header('content-security-policy', policy.replace(`form-action 'self'`, `$& ${origin}`));
  }
  return reply.send(resetPasswordPage(tenant, form));
}

async function refusalOf(
  tenant: Tenant,
  owner: PasswordOwner,
  { password, repeated }: { password: string; repeated: string },
): Promise<Refusal | undefined> {
  if (password !== repeated) return new Refusal(400, {}, 'The two passwords are not the same.');
  try {
    await checkNewPassword(tenant, owner, password, 'pre-change-password');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
