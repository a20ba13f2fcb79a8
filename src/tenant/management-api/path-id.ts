import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { validate } from './validation.ts';

/** The `{id}` of the path, decoded. */
export function pathId({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}

/** The id of a user: their identity provider and their id there, with a bar between. */
export const userIdSchema = z.stringFormat('user-id', /^[^\s|]+\|\S{1,255}$/);

const userPathSchema = z.strictObject({ id: userIdSchema });

/**
 * The `{id}` of the path, of a user.
 *
 * @throws Refusal 400 when it cannot be one
 */
export function pathUserId({ params }: FastifyRequest): string {
  return validate(userPathSchema, params, 'Path').id;
}

/**
 * The user whose id is in the path.
 *
 * @throws Refusal 400 when it cannot be an id, 404 when nobody has it
 */
export function pathUser({ users }: Tenant, request: FastifyRequest): User {
  return existingUser(users.findById(pathUserId(request)));
}

/**
 * A user who has been looked up.
 *
 * @throws Refusal 404 without one
 */
export function existingUser(user: User | undefined): User {
  if (!user) throw managementError(404, 'The user does not exist.', 'inexistent_user');
  return user;
}
