import { optionalParameter } from '../http/parameters.ts';
import type { LogEntry } from '../logs/tenant-logs.ts';
import { readAudience } from './requested-access.ts';
import type { TokenRequest } from './token-request.ts';

/** Logs the result of a token request. The record has the members that all such records share, and the given ones. */
export function logExchange(
  type: string,
  { tenant, client, parameters, address, request }: TokenRequest,
  members: Partial<LogEntry>,
): void {
  const scope = optionalParameter(parameters, 'scope');
  const auth0_client = decodeAuth0Client(request.headers['auth0-client']);
  tenant.logs.write({
    type,
    client_id: client.client_id,
    client_name: client.name,
    ...address,
    audience: readAudience(tenant, parameters) ?? `${tenant.issuer}userinfo`,
    ...(scope !== undefined && { scope }),
    ...(auth0_client && { auth0_client }),
    ...members,
  });
}

/** Decodes the `Auth0-Client` header of Auth0's SDKs, which is JSON in Base64url. Ignores any other content. */
function decodeAuth0Client(header: string | string[] | undefined): object | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
