import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, pageAfter, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { managementRefreshToken, refreshTokensOf } from '../refresh-token.ts';
import { validate } from '../validation.ts';

/** Auth0 accepts the parameters of pages, but cuts by checkpoints alone. */
const tokensQuery = z.strictObject({ ...checkpointParameters, ...pageParameters });

/** Makes the operation `GET /api/v2/users/{id}/refresh-tokens`: a user's valid refresh tokens, by checkpoint. */
export function getUserRefreshTokens(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:refresh_tokens'],
    answer(request) {
      const { include_totals, ...page } = validate(tokensQuery, request.query, 'Query');
      const found = refreshTokensOf(tenant, pathUser(tenant, request));
      const tokens = pageAfter(found, page, 'tokens', {
        idOf: ({ family }) => family.familyId,
        show: managementRefreshToken,
      });
      return { ...tokens, ...(include_totals && { total: found.length }) };
    },
  };
}

/** Makes the operation `DELETE /api/v2/users/{id}/refresh-tokens`, which revokes all refresh tokens of a user. */
export function deleteUserRefreshTokens(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:refresh_tokens'],
    name: 'Delete refresh tokens for a user',
    status: 202,
    answer(request) {
      tenant.refreshTokens.revokeUser(pathUser(tenant, request).user_id);
      return {};
    },
  };
}
