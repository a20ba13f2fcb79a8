import type { FastifyReply } from 'fastify';
import type { Ticket } from './tickets.ts';

/** Sends the browser to the ticket's `result_url` with Auth0's parameters. Returns undefined for a ticket without one. */
export function redirectToResult(
  reply: FastifyReply,
  { resultUrl, includeEmailInRedirect, user }: Ticket,
  message: string,
): FastifyReply | undefined {
  if (resultUrl === undefined) return undefined;
  const url = new URL(resultUrl);
  const parameters = {
    ...{ supportSignUp: 'true', supportForgotPassword: 'true' },
    ...(includeEmailInRedirect && { email: user.email }),
    ...{ success: 'true', code: 'success', message },
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return reply.redirect(url.href);
}
