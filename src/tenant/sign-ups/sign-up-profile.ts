import { z } from 'zod';
import { requiredParameter } from '../http/parameters.ts';
import type { RequestParameters } from '../http/parameters.ts';
import type { Connection } from '../settings/settings.ts';
import { plainError } from './database-target.ts';

const emailSchema = z.email().max(254);
const text = (length: number): z.ZodOptional<z.ZodString> =>
  z.string().min(1).max(length).optional();

const profileSchema = z.object({
  username: text(128),
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

/** Profile and password of a sign-up. */
export type SignUpProfile = z.output<typeof profileSchema> & { email: string; password: string };

/**
 * Reads profile and password from the parameters of a sign-up.
 *
 * @throws Refusal 400 that names the first invalid member
 */
export function signUpProfile(
  parameters: RequestParameters,
  { name, options }: Connection,
): SignUpProfile {
  const email = requiredParameter(parameters, 'email');
  if (!emailSchema.safeParse(email).success) {
    throw plainError(`error in email - email format validation failed: ${email}`);
  }
  if (options.requires_username && parameters['username'] === undefined) {
    throw plainError(`missing username for ${name} connection with requires_username enabled`);
  }
  const { data, error } = profileSchema.safeParse(parameters);
  if (error) {
    const [issue] = error.issues;
    throw plainError(`error in ${issue?.path.join('.') ?? ''} - ${issue?.message ?? ''}`);
  }
  return { ...data, email, password: requiredParameter(parameters, 'password') };
}
