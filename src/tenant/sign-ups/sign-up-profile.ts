import { z } from 'zod';
import { oauthError } from '../errors.ts';
import { optionalParameter, requiredParameter } from '../http/parameters.ts';
import type { RequestParameters } from '../http/parameters.ts';
import type { Connection } from '../settings/settings.ts';
import { phoneNumberSchema } from '../settings/users.ts';
import { plainError } from './database-target.ts';
import { signUpIdentifiers } from './identifiers.ts';

const emailSchema = z.email().max(254);
const text = (length: number): z.ZodOptional<z.ZodString> =>
  z.string().min(1).max(length).optional();

const profileSchema = z.object({
  username: text(128),
  phone_number: phoneNumberSchema.optional(),
  given_name: text(150),
  family_name: text(150),
  name: text(300),
  nickname: text(300),
  picture: z.url().optional(),
  user_metadata: z
    .record(z.string().max(100), z.string().max(500))
    .refine((metadata) => Object.keys(metadata).length <= 10, {
      error: 'must have at most 10 properties',
    })
    .optional(),
});

/** Profile and password of a sign-up. `email` is empty for a user without an address. */
export type SignUpProfile = z.output<typeof profileSchema> & { email: string; password: string };

/**
 * Reads profile and password from the parameters of a sign-up.
 *
 * @throws Refusal 400 that names the first invalid member
 */
export function signUpProfile(
  parameters: RequestParameters,
  connection: Connection,
): SignUpProfile {
  const { email: emailStatus, ...others } = signUpIdentifiers(connection);
  const email =
    emailStatus === 'required'
      ? requiredParameter(parameters, 'email')
      : optionalParameter(parameters, 'email');
  if (email !== undefined && !emailSchema.safeParse(email).success) {
    throw plainError(`error in email - email format validation failed: ${email}`);
  }
  if (others.username === 'required' && parameters['username'] === undefined) {
    throw plainError(
      `missing username for ${connection.name} connection with requires_username enabled`,
    );
  }
  if (others.phone_number === 'required') requiredParameter(parameters, 'phone_number');
  const { data, error } = profileSchema.safeParse(parameters);
  if (error) {
    const [issue] = error.issues;
    throw plainError(`error in ${issue?.path.join('.') ?? ''} - ${issue?.message ?? ''}`);
  }
  const { phone_number, ...profile } = data;
  const identifiers = {
    ...(others.phone_number !== 'inactive' && phone_number !== undefined && { phone_number }),
    email: emailStatus === 'inactive' ? '' : (email ?? ''),
  };
  if (identifiers.email === '' && profile.username === undefined && !identifiers.phone_number) {
    throw oauthError(400, 'invalid_request', 'Missing required parameter: email');
  }
  return { ...profile, ...identifiers, password: requiredParameter(parameters, 'password') };
}
