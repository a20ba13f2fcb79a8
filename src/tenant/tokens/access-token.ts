import { randomBytes } from 'node:crypto';
import { CompactEncrypt, SignJWT } from 'jose';
import type { Client, ResourceServer } from '../settings/settings.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** Content of an access token. */
export interface AccessTokenContent {
  sub: string;
  client: Client;
  resourceServer: ResourceServer | undefined;
  scopes: string[];
  /** Auth0 permissions (RBAC). Undefined if tokens for the API have no claim `permissions`. */
  permissions: string[] | undefined;
  /** Value of `gty`: `password`, `client-credentials`, or a list after a refresh. */
  gty: string | string[];
  customClaims: Record<string, unknown>;
}

/** A signed or encrypted token and its lifetime in seconds. */
export interface AccessToken {
  access_token: string;
  expires_in: number;
}

/** Lifetime of tokens for `/userinfo` alone, in seconds: one day. */
const opaqueLifetime = 86_400;

/** Issues an access token: a JWT for an API, or an opaque token if the login names no API. */
export async function issueAccessToken(
  tenant: TokenIssuer,
  content: AccessTokenContent,
): Promise<AccessToken> {
  const { resourceServer } = content;
  return resourceServer
    ? {
        access_token: await jwtAccessToken(tenant, content, resourceServer),
        expires_in: lifetimeOf(tenant, resourceServer),
      }
    : { access_token: await opaqueAccessToken(tenant, content), expires_in: opaqueLifetime };
}

/** Tells whether tokens for an API have the claim `permissions`. */
export function hasPermissionsClaim({ enforce_policies, token_dialect }: ResourceServer): boolean {
  return enforce_policies && token_dialect.endsWith('_authz');
}

function lifetimeOf({ tokenLifetime }: TokenIssuer, { token_lifetime }: ResourceServer): number {
  return tokenLifetime.seconds ?? token_lifetime;
}

async function jwtAccessToken(
  tenant: TokenIssuer,
  { sub, client, scopes, permissions, gty, customClaims }: AccessTokenContent,
  resourceServer: ResourceServer,
): Promise<string> {
  const { keys, issuer, now } = tenant;
  const isRfc9068 = resourceServer.token_dialect.startsWith('rfc9068_profile');
  const isRs256 = resourceServer.signing_alg === 'RS256';
  const iat = Math.floor(now().getTime() / 1000);
  const scope = scopes.length > 0 && { scope: scopes.join(' ') };
  const claims = {
    ...customClaims,
    iss: issuer,
    sub,
    aud:
      isRs256 && scopes.includes('openid')
        ? [resourceServer.identifier, `${issuer}userinfo`]
        : resourceServer.identifier,
    iat,
    exp: iat + lifetimeOf(tenant, resourceServer),
    ...(isRfc9068
      ? { ...scope, jti: randomBytes(16).toString('base64url'), client_id: client.client_id }
      : { azp: client.client_id, ...scope, gty }),
    ...(permissions && { permissions }),
  };
  const typ = isRfc9068 ? 'at+jwt' : 'JWT';
  const jwt = new SignJWT(claims);
  if (isRs256) {
    const { kid, privateKey } = await keys.current();
    return jwt.setProtectedHeader({ alg: 'RS256', typ, kid }).sign(privateKey);
  }
  return jwt
    .setProtectedHeader({ alg: 'HS256', typ })
    .sign(resourceServer.signing_secret ? Buffer.from(resourceServer.signing_secret) : keys.hs256);
}

/** Issues an encrypted token that only the tenant can read. It has five parts, and the second is empty. */
async function opaqueAccessToken(
  { keys, issuer, now }: TokenIssuer,
  { sub, client, scopes }: AccessTokenContent,
): Promise<string> {
  const iat = Math.floor(now().getTime() / 1000);
  const claims = {
    iss: issuer,
    sub,
    aud: `${issuer}userinfo`,
    iat,
    exp: iat + opaqueLifetime,
    azp: client.client_id,
    scope: scopes.join(' '),
    jti: randomBytes(16).toString('base64url'),
  };
  return new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', iss: issuer })
    .encrypt(keys.opaque);
}
