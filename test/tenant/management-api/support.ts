import { managementScopes } from '../../../src/tenant/resource-servers/management-scopes.ts';
import { testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';

export const admin = 'auth0|6500000000000000000000a1';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What a call may differ in. */
interface CallOptions {
  body?: unknown;
  /** The scopes of the token; default is all there are. */
  scope?: string;
}

/** An answer whose body may hold anything. */
export type ManagementAnswer = Omit<Answer, 'body'> & { body: unknown };

export interface ManagementTenant extends TestTenant {
  /** Calls the Management API; the path begins after `/api/v2`. */
  call: (method: Method, path: string, options?: CallOptions) => Promise<ManagementAnswer>;
}

/** A tenant whose machine client may do everything. */
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

/** The body of a refusal. */
export const refusal = (
  statusCode: number,
  error: string,
  message: unknown,
  errorCode?: string,
): object => ({ statusCode, error, message, ...(errorCode !== undefined && { errorCode }) });

/** The path of a user, their id percent-encoded. */
export const userPath = (user_id: string): string => `/users/${encodeURIComponent(user_id)}`;
