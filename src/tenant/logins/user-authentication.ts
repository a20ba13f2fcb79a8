import { isAllowlisted } from '../attack-protection/allowlist.ts';
import { isBreachedPassword } from '../attack-protection/breached-passwords.ts';
import type { LoginAttempt } from '../attack-protection/brute-force-protection.ts';
import { tooManyAttempts } from '../attack-protection/too-many-attempts.ts';
import { oauthError } from '../errors.ts';
import { hashPassword, isOwnHash, isPasswordOf } from '../users/password-hash.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { wrongCredentials } from './connections.ts';
import { logExchange } from './log-exchange.ts';
import { notifyOfBlock, notifyOfLeak } from './notifications.ts';
import type { TokenRequest } from './token-request.ts';

/** Credentials that a client has sent, and the name of the connection that checks them. */
export interface Credentials {
  connection: string;
  username: string;
  password: string;
}

/**
 * Checks a username and a password against a connection, with Auth0's attack protection.
 *
 * @throws Refusal. A wrong password and an unknown user get the same refusal, after the same work
 */
export async function authenticateUser(
  tokenRequest: TokenRequest,
  { connection, username, password }: Credentials,
): Promise<User> {
  const { tenant, address } = tokenRequest;
  const attempt = { connection, identifier: username, ip: address.ip };
  checkSameUserLimit(tokenRequest, attempt);
  checkBruteForce(tokenRequest, attempt);
  checkBotDetection(tokenRequest);

  const user = tenant.users.find(connection, username);
  const isRight = await isPasswordOf(user, password);
  if (!user || !isRight) {
    tenant.attackProtection.bruteForce.countFailure(attempt);
    logWrongCredentials(tokenRequest, attempt, user);
    if (user && tenant.attackProtection.bruteForce.isBlocked(attempt)) {
      notifyOfBlock(tenant, user, address.ip);
    }
    throw wrongCredentials();
  }
  tenant.attackProtection.bruteForce.forgetFailures(attempt);
  await replaceForeignHash(tenant, user, password);
  checkBreachedPassword(tokenRequest, user, password);
  checkNotBlocked(tokenRequest, user);
  return user;
}

/** Replaces the hash of an imported user by one of the tenant's own, unless the password is changed meanwhile. */
async function replaceForeignHash({ users }: Tenant, user: User, password: string): Promise<void> {
  const foreign = user.passwordHash;
  if (isOwnHash(foreign)) return;
  const passwordHash = await hashPassword(password);
  if (user.passwordHash !== foreign) return;
  user.passwordHash = passwordHash;
  users.save(user);
}

function checkSameUserLimit(tokenRequest: TokenRequest, attempt: LoginAttempt): void {
  const { tenant } = tokenRequest;
  const key = JSON.stringify([attempt.connection, attempt.identifier.toLowerCase(), attempt.ip]);
  const { retryAfter } = tenant.attackProtection.sameUserLogin.take(key);
  if (retryAfter === undefined) return;
  const description = 'Too many logins with the same username or email.';
  logExchange('limit_sul', tokenRequest, { user_name: attempt.identifier, description });
  throw tooManyAttempts(tokenRequest, description, { retryAfter });
}

function checkBruteForce(tokenRequest: TokenRequest, attempt: LoginAttempt): void {
  if (!tokenRequest.tenant.attackProtection.bruteForce.isBlocked(attempt)) return;
  const { connection, identifier: user_name } = attempt;
  logExchange('limit_wc', tokenRequest, { connection, user_name });
  throw tooManyAttempts(
    tokenRequest,
    'Your account has been blocked after multiple consecutive login attempts. ' +
      "We've sent you a notification via your preferred contact method with instructions on how to unblock it.",
  );
}

/** Refuses a login that needs a bot challenge, because a password grant has no page to show the challenge. */
function checkBotDetection({ tenant, address }: TokenRequest): void {
  const { challenge_password_policy, allowlist } = tenant.settings.attack_protection.bot_detection;
  if (challenge_password_policy === 'never' || isAllowlisted(allowlist, address.ip)) return;
  throw oauthError(401, 'requires_verification', 'Suspicious request requires verification');
}

function checkBreachedPassword(tokenRequest: TokenRequest, user: User, password: string): void {
  const { enabled, shields } =
    tokenRequest.tenant.settings.attack_protection.breached_password_detection;
  if (!enabled || !isBreachedPassword(password)) return;
  const { user_id, email: user_name, connection } = user;
  logExchange('pwd_leak', tokenRequest, { connection, user_id, user_name });
  notifyOfLeak(tokenRequest.tenant, user);
  if (!shields.includes('block')) return;
  throw oauthError(
    401,
    'password_leaked',
    "This login attempt has been blocked because the password you're using was previously disclosed through a data breach (not in this application).",
    { log: { user_id, user_name } },
  );
}

/**
 * Checks that no administrator has blocked the user.
 *
 * @throws Refusal for a blocked user
 */
export function checkNotBlocked({ tenant }: TokenRequest, user: User): void {
  if (!user.blocked) return;
  const { user_id, email: user_name } = user;
  const { blocked_user_status: status } = tenant.settings.unconfirmed;
  throw oauthError(status, 'unauthorized', 'user is blocked', { log: { user_id, user_name } });
}

/** Writes the first of the two records of a failed login. Only this record distinguishes a wrong password from an unknown user. */
function logWrongCredentials(
  { tenant, client, address }: TokenRequest,
  { connection, identifier }: LoginAttempt,
  user: User | undefined,
): void {
  const description = 'Wrong email or password.';
  tenant.logs.write({
    type: user ? 'fp' : 'fu',
    description,
    connection,
    client_id: client.client_id,
    client_name: client.name,
    ip: address.ip,
    user_id: user?.user_id ?? '',
    user_name: identifier,
    strategy: 'auth0',
    strategy_type: 'database',
    details: { error: { message: description } },
  });
}
