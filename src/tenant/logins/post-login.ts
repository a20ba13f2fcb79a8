import type {
  PostLoginEvent,
  PostLoginOutcome,
  TransactionProtocol,
} from '../actions/post-login-api.ts';
import { connectionId } from '../logs/tenant-logs.ts';
import type { ResourceServer } from '../settings/settings.ts';
import { readScopes } from '../tokens/scopes.ts';
import { nameOf, nicknameOf, pictureOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import type { TokenRequest } from './token-request.ts';

/** A login or refresh that has passed all checks, and whose Actions have not run yet. */
export interface PendingLogin {
  user: User;
  protocol: TransactionProtocol;
  resourceServer: ResourceServer | undefined;
  scopes: string[];
}

/**
 * Runs the post-login Actions.
 *
 * @throws Refusal if an Action stops the login
 */
export function runPostLogin(
  tokenRequest: TokenRequest,
  login: PendingLogin,
): Promise<PostLoginOutcome> {
  return tokenRequest.tenant.postLogin(postLoginEvent(tokenRequest, login), login.scopes);
}

function postLoginEvent(
  { client, parameters, address, request }: TokenRequest,
  { user, protocol, resourceServer }: PendingLogin,
): PostLoginEvent {
  return {
    user: eventUser(user),
    client: { client_id: client.client_id, name: client.name },
    connection: { id: connectionId(user.connection), name: user.connection, strategy: 'auth0' },
    request: { ip: address.ip, method: 'POST', user_agent: request.headers['user-agent'] },
    transaction: { protocol, requested_scopes: readScopes(parameters) },
    stats: { logins_count: user.logins_count },
    authorization: { roles: user.roles },
    ...(resourceServer && { resource_server: { identifier: resourceServer.identifier } }),
  };
}

function eventUser(user: User): PostLoginEvent['user'] {
  const { user_id, email, email_verified, username, given_name, family_name } = user;
  return {
    user_id,
    ...(email !== '' && { email, email_verified }),
    ...(username !== undefined && { username }),
    ...(given_name !== undefined && { given_name }),
    ...(family_name !== undefined && { family_name }),
    name: nameOf(user),
    nickname: nicknameOf(user),
    picture: pictureOf(user),
    created_at: user.created_at.toISOString(),
    updated_at: user.updated_at.toISOString(),
    ...(user.last_password_reset && {
      last_password_reset: user.last_password_reset.toISOString(),
    }),
    user_metadata: user.user_metadata ?? {},
    app_metadata: user.app_metadata ?? {},
  };
}
