import { createAccountLookupLimit } from './limits/account-lookup-limit.ts';
import { createMailLimits } from './limits/mail-limits.ts';
import { tenantReader } from './auth0/capabilities.ts';
import { managementToken } from './auth0/management-token.ts';
import { ScopeCheck } from './auth0/scope-check.ts';
import { OddMembers } from './auth0/wire.ts';
import type { Config } from './config/config.ts';
import { maxHeaderSize, maxTokenSize } from './http/request-limits.ts';
import type { ContextOptions } from './context.ts';
import { requestServices } from './services/request-services.ts';
import { services } from './services/services.ts';
import { SignIns } from './sign-ins/sign-ins.ts';
import { createProfileReader } from './sessions/profile.ts';
import { digestAccountNames } from './sessions/account-name.ts';
import { createTokenSizeCheck } from './sessions/token-size.ts';
import { UsedCodes } from './sessions/used-codes.ts';
import type { Logger } from './telemetry/log.ts';
import { accessTokenVerifier, readAccessToken } from './tokens/access-token.ts';
import { callerIdentification } from './tokens/caller.ts';
import { idTokenVerifier, readIdToken } from './tokens/id-token.ts';
import type { InternalTokens } from './internal-tokens/internal-tokens.ts';
import type { Store } from './store/store.ts';
import { keyedDigest } from './secrets/digest.ts';
import type { IssuerKeys } from './issuer-keys/issuer-keys.ts';
import { Revocations } from './sign-ins/revocations.ts';
import { sealedTokens } from './secrets/sealed-tokens.ts';
import { VerifiedTokens } from './tokens/verified-tokens.ts';
import type { Upstream } from './upstream/upstream.ts';

/** Dependencies of the parts that live as long as the process. */
export interface WiringOptions {
  now: () => Date;
  /** Milliseconds for one call, its body included. */
  timeoutMs: { auth0: number; services: number };
  connections: { auth0: Upstream; services: Upstream };
  keys: IssuerKeys;
  /** Undefined when no service takes the gateway's own tokens. */
  internalTokens: InternalTokens | undefined;
  store: Store;
  log: Logger;
}

/** Puts together the parts that all requests share: verified and revoked tokens, sign-ins, connections to Auth0 and to services. */
export function wireContext(
  { auth0, claims, services: serviceConfig, trustedProxies, clientIpHeader }: Config,
  { now, timeoutMs, connections, keys, internalTokens, store, log }: WiringOptions,
): ContextOptions {
  const { fetch } = connections.auth0;
  const rules = { ...auth0, findKey: keys.find, now };
  const rulesForIssued = { ...rules, findKey: keys.findForIssued };
  const tokens = new VerifiedTokens({ verify: accessTokenVerifier(rules), keys, now });
  const revocations = new Revocations({
    store,
    now,
    verify: (token) => tokens.verify(token),
    onRevoked: (id) => {
      tokens.forget(id);
    },
  });
  const rolesClaim = claims.roles;
  const { clientSecret, management, tenantUrl } = auth0;
  const upstream = { fetch, timeoutMs: timeoutMs.auth0, oddMembers: new OddMembers(log) };
  return {
    identify: callerIdentification({
      tokens,
      isRevoked: (token) => revocations.isRevoked(token),
      rolesClaim,
      log,
    }),
    clientAddresses: { trustedProxies, header: clientIpHeader, log },
    auth0: {
      ...auth0,
      ...upstream,
      baseURL: auth0.issuer,
      connections: new Map(auth0.realms.map(({ name, connection }) => [name, connection])),
      managementToken: management && managementToken({ ...management, tenantUrl }, upstream, now),
      tenant: tenantReader(now),
      scopeCheck: new ScopeCheck(),
      lookups: createAccountLookupLimit(now),
    },
    mailLimits: createMailLimits(now),
    sessions: {
      issued: {
        verifyAccessToken: accessTokenVerifier(rulesForIssued),
        readAccessToken: (token) => readAccessToken(token, rules),
        verifyIdToken: idTokenVerifier(rulesForIssued),
        readIdToken: (token) => readIdToken(token, rules),
        rolesClaim,
        checkSize: createTokenSizeCheck({ maxTokenSize, maxHeaderSize, now, log }),
        log,
      },
      revocations,
      signIns: new SignIns({
        store,
        revocations,
        digestOf: keyedDigest(clientSecret, 'refresh token'),
      }),
      digestOf: digestAccountNames(keyedDigest(clientSecret, 'account name')),
      usedCodes: new UsedCodes(),
      mfa: sealedTokens(clientSecret, 'mfa+jwt', now),
      verification: sealedTokens(clientSecret, 'verification+jwt', now),
      realms: auth0.realms.map(({ name }) => name),
      scopes: auth0.scopes,
      requireVerifiedEmail: auth0.requireVerifiedEmail,
      emailClaims: claims,
      readProfile: createProfileReader(now),
    },
    services: requestServices(services, {
      config: serviceConfig,
      fetch: connections.services.fetch,
      timeoutMs: timeoutMs.services,
      internalTokens,
      log,
    }),
    log,
  };
}
