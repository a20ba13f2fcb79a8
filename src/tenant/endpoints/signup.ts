import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { databaseError, Refusal } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { requestParameters } from '../http/parameters.ts';
import { publicHeaders, sendJson } from '../http/response-headers.ts';
import { sendVerificationMail } from '../mails/verification-mail.ts';
import { checkNewPassword } from '../passwords/new-password.ts';
import { databaseTarget, plainError } from '../sign-ups/database-target.ts';
import { logSignUp } from '../sign-ups/log-sign-up.ts';
import { signUpProfile } from '../sign-ups/sign-up-profile.ts';
import type { SignUpProfile } from '../sign-ups/sign-up-profile.ts';
import { takeSignUpAttempt } from '../sign-ups/sign-up-throttle.ts';
import type { Tenant } from '../tenant-state.ts';
import { hashPassword } from '../users/password-hash.ts';
import type { NewUser, User } from '../users/user.ts';

/** Serves `POST /dbconnections/signup`, which adds a user to a database connection. The answer has no tokens. */
export function signUpEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    publicHeaders(reply);
    const user = await signUpAndLog(tenant, request, reply);
    return sendJson(reply, user, { etag: true });
  };
}

async function signUpAndLog(
  tenant: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedUpUser> {
  try {
    const user = await signUp(tenant, request, reply);
    logSignUp(tenant, request, { type: 'ss', user_id: `auth0|${user._id}` });
    return user;
  } catch (error) {
    if (error instanceof Refusal) {
      logSignUp(tenant, request, { type: error.log.type ?? 'fs', description: error.message });
    }
    throw error;
  }
}

async function signUp(
  tenant: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedUpUser> {
  const parameters = requestParameters(request);
  const { connection } = databaseTarget(tenant, parameters);
  if (connection.options.disable_signup) throw plainError('public signup is disabled');
  const { password, ...profile } = signUpProfile(parameters, connection);
  takeSignUpAttempt(tenant, clientAddress(request), reply);
  await checkNewPassword(tenant, { connection, ...profile }, password, 'pre-user-registration');
  const user = addUser(tenant, {
    ...newcomer,
    ...profile,
    ...(profile.phone_number !== undefined && { phone_verified: false }),
    connection: connection.name,
    // Hashed before the directory look-up, so that a taken address takes as long to answer as a free one.
    passwordHash: await hashPassword(password),
  });
  sendVerificationMail(tenant, user);
  const { user_id, email, phone_number } = user;
  const { email: _, ...others } = profile;
  return {
    _id: user_id.replace('auth0|', ''),
    ...(email !== '' && { email_verified: false, email }),
    ...others,
    ...(phone_number !== undefined && { phone_verified: false }),
  };
}

/** Answer to a sign-up: the ID of the new user, without the prefix `auth0|`, and the submitted profile. */
interface SignedUpUser extends Partial<Omit<SignUpProfile, 'password'>> {
  _id: string;
  email_verified?: false;
  phone_verified?: false;
}

function addUser(tenant: Tenant, newUser: NewUser): User {
  const user = tenant.users.add(newUser);
  if (user) return user;
  throw tenant.settings.tenant.flags.enable_public_signup_user_exists_error
    ? databaseError('user_exists', 'The user already exists.')
    : databaseError('invalid_signup', 'Invalid sign up');
}

const newcomer = {
  email_verified: false,
  roles: [],
  permissions: [],
  authentication_methods: [],
};
