import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { validate } from './validation.ts';

/** Reads the decoded `{id}` of the path. */
export function pathId({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}

/** Schema of a user's ID: identity provider, `|`, and the provider's ID of the user. */
export const userIdSchema = z.stringFormat('user-id', /^[^\s|]+\|\S{1,255}$/);

const userPathSchema = z.strictObject({ id: userIdSchema });

/**
 * Reads the `{id}` of the path as a user's ID.
 *
 * @throws Refusal 400 if the `{id}` does not have the form of a user's ID
 */
export function pathUserId({ params }: FastifyRequest): string {
  return validate(userPathSchema, params, 'Path').id;
}

/**
 * Finds the user whose ID is in the path.
 *
 * @throws Refusal 400 for a malformed ID, 404 for an unknown user
 */
export function pathUser({ users }: Tenant, request: FastifyRequest): User {
  return existingUser(users.findById(pathUserId(request)));
}

/**
 * Returns a user that a look-up has found.
 *
 * @throws Refusal 404 if the look-up found no user
 */
export function existingUser(user: User | undefined): User {
  if (!user) throw managementError(404, 'The user does not exist.', 'inexistent_user');
  return user;
}
