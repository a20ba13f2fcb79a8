/** Names of claims that Auth0 reserves: those of JWT and OpenID Connect, and some of its own. */
const reservedNames = new Set(
  [
    'iss sub aud exp nbf iat jti auth_time nonce acr amr azp at_hash c_hash s_hash',
    'roles groups permissions entitlements org_id org_name client_id gty sid typ kid scope active',
    'act cnf uuid events object_id authorization_details',
  ].flatMap((names) => names.split(' ')),
);

const reservedDomains = ['auth0.com', 'webtask.io', 'webtask.run'];

/**
 * Tells whether an Action may set a claim of this name. Auth0 silently ignores a reserved name, and so does the tenant.
 *
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims
 */
export function isCustomClaimAllowed(name: string): boolean {
  if (name.startsWith('urn:auth0')) return false;
  if (!URL.canParse(name)) return !reservedNames.has(name);
  const { hostname } = new URL(name);
  return !reservedDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
