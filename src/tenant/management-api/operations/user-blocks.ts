import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { LoginAttempt } from '../../attack-protection/brute-force-protection.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';

/** Finds the brute-force blocks that a request asks for. */
type BlocksOf = (tenant: Tenant, request: FastifyRequest) => LoginAttempt[];

/** Finds the blocks of the user whose ID is in the path, by e-mail address and username. */
export const blocksOfUser: BlocksOf = (tenant, request) => {
  const { connection, email, username } = pathUser(tenant, request);
  return tenant.attackProtection.bruteForce
    .blocks()
    .filter(
      (block) =>
        block.connection === connection &&
        [email, username?.toLowerCase()].includes(block.identifier.toLowerCase()),
    );
};

const identifierQuery = z.strictObject({ identifier: z.string().min(1) });

/** Finds the blocks of the identifier in `?identifier=`, in all connections. */
export const blocksOfIdentifier: BlocksOf = ({ attackProtection }, { query }) => {
  const { identifier } = validate(identifierQuery, query, 'Query');
  return attackProtection.bruteForce
    .blocks()
    .filter((block) => block.identifier.toLowerCase() === identifier.toLowerCase());
};

/** Makes the operation `GET /api/v2/user-blocks`. A block has an `ip` only if the tenant counts attempts by IP address. */
export function getUserBlocks(tenant: Tenant, blocksOf: BlocksOf): ManagementOperation {
  const { mode } = tenant.settings.attack_protection.brute_force_protection;
  return {
    scopes: ['read:users'],
    answer: (request) => ({
      blocked_for: blocksOf(tenant, request).map(({ identifier, ip, connection }) => ({
        identifier,
        ...(mode === 'count_per_identifier_and_ip' && { ip }),
        connection,
      })),
    }),
  };
}

/** Makes the operation `DELETE /api/v2/user-blocks`. It does not unblock a user whom an administrator has blocked. */
export function deleteUserBlocks(tenant: Tenant, blocksOf: BlocksOf): ManagementOperation {
  return {
    scopes: ['update:users'],
    name: 'Unblock a user',
    answer(request) {
      for (const block of blocksOf(tenant, request)) {
        tenant.attackProtection.bruteForce.unblock(block);
      }
      return undefined;
    },
  };
}
