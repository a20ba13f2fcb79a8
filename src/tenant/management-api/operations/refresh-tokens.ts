import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, pageAfter } from '../page.ts';
import { existingUser, pathId, userIdSchema } from '../path-id.ts';
import { managementRefreshToken, pathRefreshToken, refreshTokensOf } from '../refresh-token.ts';
import { validate } from '../validation.ts';

const tokensQuery = z.strictObject({
  ...checkpointParameters,
  ...fieldsParameters,
  user_id: userIdSchema,
  client_id: z.string().optional(),
});

const metadataSchema = z
  .record(z.string().max(255), z.string().max(255))
  .refine((metadata) => Object.keys(metadata).length <= 25, {
    error: 'Too many properties defined, maximum 25',
  });
const changesSchema = z.strictObject({ refresh_token_metadata: metadataSchema.nullable() });

const revocationSchema = z.union(
  [
    z.strictObject({ ids: z.array(z.string()).min(1).max(100) }),
    z.strictObject({
      user_id: userIdSchema,
      client_id: z.string().optional(),
      audience: z.string().optional(),
    }),
  ],
  { error: 'Invalid combination of parameters' },
);

/** Makes the operation `GET /api/v2/refresh-tokens`: a user's valid refresh tokens, by checkpoint. `client_id` selects some. */
export function getRefreshTokens(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:refresh_tokens'],
    answer({ query }) {
      const { user_id, client_id, ...page } = validate(tokensQuery, query, 'Query');
      const found = refreshTokensOf(tenant, existingUser(tenant.users.findById(user_id))).filter(
        ({ client }) => client.client_id === (client_id ?? client.client_id),
      );
      return pageAfter(found, page, 'refresh_tokens', {
        idOf: ({ family }) => family.familyId,
        show: (token) => withFields(managementRefreshToken(token), page),
      });
    },
  };
}

/** Makes the operation `GET /api/v2/refresh-tokens/{id}`. */
export function getRefreshToken(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:refresh_tokens'],
    answer: (request) => managementRefreshToken(pathRefreshToken(tenant, request)),
  };
}

/** Makes the operation `PATCH /api/v2/refresh-tokens/{id}`, which replaces the metadata of a token. Null removes it. */
export function updateRefreshToken(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:refresh_tokens'],
    name: 'Update a refresh token',
    answer(request) {
      const token = pathRefreshToken(tenant, request);
      const { refresh_token_metadata } = validate(changesSchema, request.body, 'Payload');
      if (refresh_token_metadata) token.family.metadata = refresh_token_metadata;
      else delete token.family.metadata;
      tenant.refreshTokens.save(token.family);
      return managementRefreshToken(token);
    },
  };
}

/** Makes the operation `DELETE /api/v2/refresh-tokens/{id}`, which revokes a token. An unknown token is no error. */
export function deleteRefreshToken({ refreshTokens }: Tenant): ManagementOperation {
  return {
    scopes: ['delete:refresh_tokens'],
    name: 'Delete a refresh token',
    answer(request) {
      const family = refreshTokens.find(pathId(request));
      if (family) refreshTokens.revokeFamily(family);
      return undefined;
    },
  };
}

/**
 * Makes the operation `POST /api/v2/refresh-tokens/revoke`, which revokes tokens by their IDs, or those of a user, of a user and an
 * application, or of both and an API.
 */
export function revokeRefreshTokens(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:refresh_tokens'],
    name: 'Revoke refresh tokens',
    status: 202,
    answer({ body }) {
      const { refreshTokens, users } = tenant;
      const wanted = validate(revocationSchema, body, 'Payload');
      if ('ids' in wanted) {
        const found = wanted.ids.flatMap((id) => refreshTokens.find(id) ?? []);
        for (const family of found) refreshTokens.revokeFamily(family);
        return {};
      }
      const { user_id, client_id, audience } = wanted;
      if (audience !== undefined && client_id === undefined) {
        throw managementError(400, 'Invalid combination of parameters.', 'invalid_body');
      }
      if (!users.findById(user_id)) {
        throw managementError(400, 'User not found.', 'invalid_body');
      }
      for (const family of refreshTokens.ofUser(user_id)) {
        const { grant } = family;
        if (grant.client_id !== (client_id ?? grant.client_id)) continue;
        if (grant.audience === (audience ?? grant.audience)) refreshTokens.revokeFamily(family);
      }
      return {};
    },
  };
}
