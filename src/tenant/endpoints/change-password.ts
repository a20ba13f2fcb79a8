import type { FastifyReply, RouteHandlerMethod } from 'fastify';
import { z } from 'zod';
import { oauthError } from '../errors.ts';
import { clientAddress, type ClientAddress } from '../http/client-address.ts';
import { optionalParameter, requestParameters } from '../http/parameters.ts';
import { publicHeaders, rateLimitHeaders } from '../http/response-headers.ts';
import { sendResetMail } from '../mails/reset-mail.ts';
import { databaseTarget, plainError } from '../sign-ups/database-target.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/**
 * Serves `POST /dbconnections/change_password`, which sends a mail with a link to choose a new password. The answer for an unknown
 * user is the same and takes as long; only the log shows the difference.
 */
export function changePasswordEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    publicHeaders(reply);
    const parameters = requestParameters(request);
    const email = emailOf(optionalParameter(parameters, 'email'));
    const { client, connection } = databaseTarget(tenant, parameters);
    if (connection.options.disable_self_service_change_password) {
      throw oauthError(400, 'invalid_request', 'Self-service change password is disabled.');
    }
    const address = clientAddress(request);
    takeAttempt(tenant, email, address, reply);
    const user = userWithEmail(tenant, connection.name, email);
    if (user) sendResetMail(tenant, user, 'reset_email');
    tenant.logs.write({
      type: user ? 'scpr' : 'fcpr',
      description: user ? '' : 'user does not exist.',
      connection: connection.name,
      client_id: client?.client_id,
      client_name: client?.name,
      ...address,
      user_id: user?.user_id ?? '',
      user_name: email,
      strategy: 'auth0',
      strategy_type: 'database',
    });
    const text = "We've just sent you an email to reset your password.";
    return reply.type('text/html; charset=utf-8').send(text);
  };
}

function emailOf(email: string | undefined): string {
  if (email === undefined) throw plainError('email is required');
  if (z.email().safeParse(email).success) return email;
  throw plainError(`error in email - email format validation failed: ${email}`);
}

/** Finds a user by e-mail address. The directory would also find a username that looks like an address. */
function userWithEmail({ users }: Tenant, connection: string, email: string): User | undefined {
  const user = users.find(connection, email);
  return user?.email === email.toLowerCase() ? user : undefined;
}

/**
 * Counts a request for a reset mail. Allows 10 at once for each e-mail address and peer, then one a minute.
 *
 * @throws Refusal 429
 */
function takeAttempt(
  tenant: Tenant,
  email: string,
  { ip }: ClientAddress,
  reply: FastifyReply,
): void {
  const key = JSON.stringify([email.toLowerCase(), ip]);
  const state = tenant.attackProtection.changePassword.take(key);
  rateLimitHeaders(reply, state);
  if (state.retryAfter === undefined) return;
  if (tenant.settings.unconfirmed.retry_after) reply.header('retry-after', state.retryAfter);
  throw oauthError(429, 'too_many_requests', 'Too many requests. Try again later.');
}
