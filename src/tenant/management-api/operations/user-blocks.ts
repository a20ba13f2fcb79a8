import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { LoginAttempt } from '../../attack-protection/brute-force-protection.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';

/** Which blocks of brute-force protection a request is about. */
type BlocksOf = (tenant: Tenant, request: FastifyRequest) => LoginAttempt[];

/** The blocks of the user in the path, by any of their identifiers. */
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

/** The blocks of `?identifier=`, in any connection. */
export const blocksOfIdentifier: BlocksOf = ({ attackProtection }, { query }) => {
  const { identifier } = validate(identifierQuery, query, 'Query');
  return attackProtection.bruteForce
    .blocks()
    .filter((block) => block.identifier.toLowerCase() === identifier.toLowerCase());
};

/** `GET /api/v2/user-blocks`. Where attempts are counted whatever the address, a block names none. */
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

/** `DELETE /api/v2/user-blocks`. A user whom an administrator has blocked stays so. */
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
