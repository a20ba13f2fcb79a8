import { managementScopes } from '../../../src/tenant/resource-servers/management-scopes.ts';
import { testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';

export const admin = 'auth0|6500000000000000000000a1';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Optional parts of a call. */
interface CallOptions {
  body?: unknown;
  /** Scopes of the token. Default: all scopes of the Management API. */
  scope?: string;
}

/** An answer with a body of any type. */
export type ManagementAnswer = Omit<Answer, 'body'> & { body: unknown };

export interface ManagementTenant extends TestTenant {
  /** Calls the Management API. The path begins after `/api/v2`. */
  call: (method: Method, path: string, options?: CallOptions) => Promise<ManagementAnswer>;
}

/** Starts a tenant whose machine client has all scopes of the Management API. */
export async function managementTenant(
  change: (seed: Seed) => void = () => undefined,
): Promise<ManagementTenant> {
  const tenant = await testTenant((seed) => {
    const [grant] = seed.settings.client_grants;
    if (grant) grant.scope = [...managementScopes];
    seed.settings.management_api_rate_limit.burst = 1_000;
    change(seed);
  });
  const tokens = new Map<string, string>();

  return {
    ...tenant,
    async call(method, path, { body, scope = managementScopes.join(' ') } = {}) {
      const token = tokens.get(scope) ?? (await tenant.managementToken({ scope }));
      tokens.set(scope, token);
      const response = await fetch(`${tenant.url}/api/v2${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const { status, headers } = response;
      return {
        status,
        headers,
        text,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
    },
  };
}

/** Makes the body of a refusal. */
export const refusal = (
  statusCode: number,
  error: string,
  message: unknown,
  errorCode?: string,
): object => ({ statusCode, error, message, ...(errorCode !== undefined && { errorCode }) });

/** Returns the path of a user. The id is percent-encoded. */
export const userPath = (user_id: string): string => `/users/${encodeURIComponent(user_id)}`;
