import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { validate } from './validation.ts';

/** Reads `{id}` from the path, decoded. */
export function pathId({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}

/** Schema of a user's ID: the identity provider, `|`, and the ID that the provider gave the user. */
export const userIdSchema = z.stringFormat('user-id', /^[^\s|]+\|\S{1,255}$/);

const userPathSchema = z.strictObject({ id: userIdSchema });

/**
 * Reads `{id}` from the path, as a user's ID.
 *
 * @throws Refusal 400 if the `{id}` does not have the form of a user's ID
 */
export function pathUserId({ params }: Pick<FastifyRequest, 'params'>): string {
  return validate(userPathSchema, params, 'Path').id;
}

/**
 * Finds the user whose ID is in the path.
 *
 * @throws Refusal 400 for a malformed ID, 404 for an unknown user
 */
export function pathUser({ users }: Tenant, request: Pick<FastifyRequest, 'params'>): User {
  return existingUser(users.findById(pathUserId(request)));
}

/**
 * Returns the user, if a look-up has found one.
 *
 * @throws Refusal 404 if the look-up has found none
 */
export function existingUser(user: User | undefined): User {
  if (!user) throw managementError(404, 'The user does not exist.', 'inexistent_user');
  return user;
}
