/** Log lines about wrong settings of the Auth0 tenant, by setting. `docs/connect-auth0.md` explains each line. */
export const tenantSettings = {
  clientSecret:
    'Auth0 refuses our client credentials: compare AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET with Applications > Applications > your application > Settings, and set Credentials > Authentication Method to Client Secret (Post)',
  passwordGrant:
    'The grant "Password" is off: switch it on in Applications > Applications > your application > Settings > Advanced Settings > Grant Types (clients.grant_types: password)',
  passwordRealmGrant:
    'The grant "Password realm" is off: add http://auth0.com/oauth/grant-type/password-realm to clients.grant_types; the Dashboard switch "Password" adds it with the password grant, the Management API does not',
  refreshTokenGrant:
    'The grant "Refresh Token" is off: switch it on in Applications > Applications > your application > Settings > Advanced Settings > Grant Types (clients.grant_types: refresh_token)',
  mfaGrants:
    'The grant "MFA" is off: switch it on in Applications > Applications > your application > Settings > Advanced Settings > Grant Types (clients.grant_types: http://auth0.com/oauth/grant-type/mfa-otp, mfa-oob and mfa-recovery-code)',
  request:
    'Auth0 finds fault with our request: give the application an Allowed Callback URL (clients.callbacks) and let it not require sender-constrained tokens (clients.require_proof_of_possession: false)',
  domain:
    'Auth0 has no such endpoint at AUTH0_DOMAIN: compare it with Applications > Applications > your application > Settings > Domain',
  browserFactors:
    'A user has second factors that this gateway cannot ask for, such as a security key, and no other: let the user add one in Universal Login, and offer One-time Password, Phone Message, Email or Recovery Code in Security > Multi-factor Auth (guardian/factors)',
  otherGrant:
    'Auth0 does not allow this grant to our application: it must be a first-party, OIDC-conformant Regular Web Application with the grants of docs/connect-auth0.md',
  defaultDirectory:
    "AUTH0_CONNECTION is empty, and our application cannot use the tenant's default directory: set Settings > General > API Authorization Settings > Default Directory to a database connection (tenants/settings.default_directory) and switch our application on in Authentication > Database > that connection > Applications (connections/{id}/clients), or set AUTH0_CONNECTION or AUTH0_REALMS to a connection that is on for our application",
  audience:
    'AUTH0_AUDIENCE names no API of this tenant: compare it with Applications > APIs > your API > Settings > Identifier, trailing slash included (resource-servers.identifier)',
  connection:
    'The connection of AUTH0_CONNECTION or AUTH0_REALMS cannot be used by our application: compare its name, and switch the application on in Authentication > Database > your connection > Applications (connections/{id}/clients)',
  apiAccess:
    'Our application may not call this API for users: set Applications > APIs > your API > Settings > Application Access Policy (resource-servers.subject_type_authorization.user), or add a client grant for users',
  botDetection:
    'Bot detection asked for a challenge that a password grant cannot show: set Security > Attack Protection > Bot Detection to Never for passwords (attack-protection/bot-detection.challenge_password_policy: never)',
  botDetectionReset:
    'Bot detection asked for a challenge that a password reset cannot show here: set Security > Attack Protection > Bot Detection to Never for password reset (attack-protection/bot-detection.challenge_password_reset_policy: never)',
  passwordReset:
    'Users of the connection cannot reset a password: switch on Authentication > Database > your connection > Authentication Methods > Password > Self-service change password (connections.options.disable_self_service_change_password: false)',
  signUpConnection:
    'AUTH0_CONNECTION is empty, and a sign-up needs a connection: set AUTH0_CONNECTION or AUTH0_REALMS if people are to create accounts themselves',
  resetConnection:
    'AUTH0_CONNECTION is empty, and a password reset needs a connection: set AUTH0_CONNECTION or AUTH0_REALMS',
  inviteConnection:
    'AUTH0_CONNECTION is empty, and an invitation needs a connection: set AUTH0_CONNECTION or AUTH0_REALMS',
  managementMissing:
    'This needs the Management API: set AUTH0_MANAGEMENT_CLIENT_ID and AUTH0_MANAGEMENT_CLIENT_SECRET to those of a Machine to Machine application that may call it',
  managementClient:
    'Auth0 refuses our machine-to-machine application: compare AUTH0_MANAGEMENT_CLIENT_ID and AUTH0_MANAGEMENT_CLIENT_SECRET, set AUTH0_TENANT_DOMAIN to the canonical domain where AUTH0_DOMAIN is a custom one, and authorize the application in Applications > APIs > Auth0 Management API > Machine to Machine Applications (client-grants)',
  managementScopes:
    'Our machine-to-machine application lacks a permission of the Management API: grant it read:users, create:users, update:users, read:roles, read:connections and read:guardian_factors in Applications > APIs > Auth0 Management API > Machine to Machine Applications (client-grants.scope)',
  verifiedEmail:
    'REQUIRE_VERIFIED_EMAIL is on, and nothing tells whether an e-mail address is verified: let AUTH0_SCOPES, and each login that narrows them, have openid and email, or set AUTH0_MANAGEMENT_CLIENT_ID and AUTH0_MANAGEMENT_CLIENT_SECRET',
  foreignAccount:
    'The account is in no connection of AUTH0_CONNECTION or AUTH0_REALMS, so that its password cannot be checked: add its connection to AUTH0_REALMS',
  actionRedirect:
    'A post-login Action redirects or prompts, which a password grant cannot do: skip it there when event.transaction.protocol is oauth2-password or oauth2-refresh-token',
  consent:
    "Auth0 asks for the user's consent, which a password grant cannot show: make the application a first-party one (clients.is_first_party: true) and switch on Applications > APIs > your API > Settings > Allow Skipping User Consent (resource-servers.skip_consent_for_verifiable_first_party_clients: true)",
  signUpDisabled:
    'Sign-ups are disabled: switch off Authentication > Database > your connection > Disable Sign Ups (connections.options.disable_signup) if people are to create accounts themselves',
  organization:
    'Our application requires an organization, which a password grant cannot name: set Applications > Applications > your application > Organizations to Individuals (clients.organization_usage: deny)',
  scopes:
    'Auth0 refuses the requested scopes: compare AUTH0_SCOPES with Applications > APIs > your API > Permissions (resource-servers.scopes)',
  unknownScope:
    'Auth0 does not grant a scope of AUTH0_SCOPES, which it drops silently when the API does not know it: compare the scope with Applications > APIs > your API > Permissions (resource-servers.scopes), unless RBAC is on and the user merely lacks the permission',
  offlineAccess:
    'Auth0 gave no refresh token: switch on Applications > APIs > your API > Settings > Allow Offline Access (resource-servers.allow_offline_access) and the grant "Refresh Token" of the application',
  forwardedAddress:
    'Auth0 ignores the address that the gateway forwards, so that all users share one address there: switch on Applications > Applications > your application > Settings > Advanced Settings > OAuth > Trust Token Endpoint IP Header (clients.is_token_endpoint_ip_header_trusted: true); the application must be confidential, a Regular Web Application with a client secret (clients.app_type: regular_web)',
  rotation:
    'Refresh tokens do not rotate: switch on Applications > Applications > your application > Settings > Refresh Token Rotation with a Rotation Overlap Period of 10 seconds, and Advanced Settings > OAuth > OIDC Conformant (clients.refresh_token: rotation_type: rotating, expiration_type: expiring, leeway: 10; clients.oidc_conformant: true)',
  rotationOverlap:
    "A sign-in ends: Auth0's answer to an earlier refresh was lost on its way. Set the application's Rotation Overlap Period (clients.refresh_token.leeway) to 10 seconds or more, so that Auth0 accepts the old refresh token once more",
  overlap:
    "Refresh tokens have no overlap, so a sign-in ends when Auth0's answer to a refresh is lost on its way: set Applications > Applications > your application > Settings > Refresh Token Rotation > Rotation Overlap Period to 10 seconds or more (clients.refresh_token.leeway)",
  sessionLifetimes:
    "Sessions in cookies end at Auth0 before SESSION_IDLE or SESSION_LIFETIME: set Applications > Applications > your application > Settings > Refresh Token Expiration to these times or longer (clients.refresh_token: idle_token_lifetime, token_lifetime), or shorten SESSION_IDLE and SESSION_LIFETIME to Auth0's",
  takenAddresses:
    'Sign-up tells every client which addresses have an account: switch this off by the Management API, unless you want it (tenants/settings.flags.enable_public_signup_user_exists_error: false)',
  sharedSignUpAddress:
    "Auth0 refuses sign-ups from the gateway's own address, which all of them share: add it to Security > Attack Protection > Suspicious IP Throttling > IP AllowList (attack-protection/suspicious-ip-throttling.allowlist)",
  rolesClaim:
    'The access token carries no roles, not even an empty list. Ignore this if your users have no roles; else add the Action of docs/connect-auth0.md to Actions > Triggers > post-login, press Apply, and set ROLES_CLAIM to the name that the Action gives them',
  passwordClaim:
    'The access token does not tell when the password was changed, so a password changed by mail or by an administrator may leave an intruder signed in: add the Action of docs/connect-auth0.md, as it is now, to Actions > Triggers > post-login, press Apply, and set PASSWORD_CLAIM to the name that the Action gives the claim',
  rbac: 'The access token carries no permissions: switch on Applications > APIs > your API > Settings > Enable RBAC and Add Permissions in the Access Token (resource-servers.enforce_policies: true, token_dialect: access_token_authz)',
  opaqueToken:
    'Auth0 issued an opaque access token, as it does without an API: compare AUTH0_AUDIENCE with Applications > APIs > your API > Settings > Identifier (resource-servers.identifier)',
  encryptedToken:
    'Auth0 issued an encrypted access token: switch off Applications > APIs > your API > Settings > JSON Web Encryption (resource-servers.token_encryption)',
  signingAlgorithm:
    'Auth0 signs access tokens with an algorithm that the gateway does not accept: set Applications > APIs > your API > Settings > Signing Algorithm to RS256 (resource-servers.signing_alg)',
  idToken:
    'Auth0 issued an ID token that breaks our rules; the reason is beside this line. For its algorithm: set Applications > Applications > your application > Settings > Advanced Settings > OAuth > JSON Web Token Signature Algorithm to RS256 (clients.jwt_configuration.alg)',
  issuer:
    'Auth0 issues tokens with another issuer than AUTH0_DOMAIN: set AUTH0_DOMAIN to the domain, custom or canonical, that tokens carry as iss',
  ownClient:
    "Auth0 issued a token for a client that is not in AUTH0_ALLOWED_CLIENTS: add the client id of the gateway's application",
  signingKey:
    "Auth0 signs tokens with a key that the gateway does not have, so login and refresh issue no session. With JWKS_FILE_ONLY the file is behind: download the issuer's key set again",
  unusableToken:
    'Auth0 issued an access token that breaks our rules; the reason is beside this line',
} as const;

/** Name of a setting in {@link tenantSettings}. */
export type TenantSetting = keyof typeof tenantSettings;

/**
 * Severity of a setting. Decides the level of its line and how often it is logged.
 *
 * - `fault`: requests fail. Level error, at most once an hour.
 * - `degraded`: logins succeed, but lack something or are less protected. Level warn, once per process.
 * - `closed`: a feature that an administrator may have closed on purpose. Any anonymous client can cause the report. Level
 *   warn, once per process.
 * - `optional`: not a fault in a deployment that does not use the feature. Level info, once per process.
 */
export type Severity = 'fault' | 'degraded' | 'closed' | 'optional';

const severities: Partial<Record<TenantSetting, Severity>> = {
  signUpDisabled: 'closed',
  signUpConnection: 'closed',
  passwordReset: 'closed',
  resetConnection: 'closed',
  managementMissing: 'closed',
  unknownScope: 'degraded',
  offlineAccess: 'degraded',
  forwardedAddress: 'degraded',
  rotation: 'degraded',
  overlap: 'degraded',
  sessionLifetimes: 'degraded',
  takenAddresses: 'degraded',
  sharedSignUpAddress: 'degraded',
  rbac: 'degraded',
  passwordClaim: 'degraded',
  rolesClaim: 'optional',
};

/** Returns the severity of a setting. Default: `fault`. */
export function severityOf(setting: TenantSetting): Severity {
  return severities[setting] ?? 'fault';
}
