import { createAccountLookupLimit } from './limits/account-lookup-limit.ts';
import { createMailLimits } from './limits/mail-limits.ts';
import { tenantReader } from './auth0/capabilities.ts';
import { managementToken } from './auth0/management-token.ts';
import type { Config } from './config/config.ts';
import type { ContextOptions } from './context.ts';
import { requestServices } from './services/request-services.ts';
import { services } from './services/services.ts';
import { handedOut } from './sign-ins/sign-ins.ts';
import { profileReader } from './sessions/profile.ts';
import { accountNames } from './sessions/reauthentication.ts';
import { usedCodes } from './sessions/used-codes.ts';
import type { Logger } from './telemetry/log.ts';
import { accessTokenVerifier, readAccessToken } from './tokens/access-token.ts';
import { callerIdentification } from './tokens/caller.ts';
import { idTokenVerifier, readIdToken } from './tokens/id-token.ts';
import type { InternalTokens } from './internal-tokens/internal-tokens.ts';
import type { Store } from './store/store.ts';
import { keyedDigest } from './secrets/digest.ts';
import type { IssuerKeys } from './issuer-keys/issuer-keys.ts';
import { withNewKeys } from './tokens/new-keys.ts';
import { revocations } from './sign-ins/revocations.ts';
import { sealedTokens } from './secrets/sealed-tokens.ts';
import { steadyClock } from './sign-ins/steady-clock.ts';
import { verifiedTokens } from './tokens/verified-tokens.ts';
import type { Upstream } from './upstream/upstream.ts';

/** What the parts that live as long as the process are made of. */
export interface Surroundings {
  now: () => Date;
  /** Milliseconds for one call, its body included. */
  timeoutMs: { auth0: number; services: number };
  connections: { auth0: Upstream; services: Upstream };
  keys: IssuerKeys;
  /** Needed where a service takes the gateway's own tokens. */
  internalToken: InternalTokens | undefined;
  store: Store;
  log: Logger;
}

/** Puts together what the contexts of all requests share: tokens verified and ended, ways to Auth0 and to the services. */
export function contextOptions(
  { auth0, claims, services: serviceConfig, trustedProxies }: Config,
  { now, timeoutMs, connections, keys, internalToken, store, log }: Surroundings,
): ContextOptions {
  const { fetch } = connections.auth0;
  const rules = { ...auth0, keys, now };
  const tokens = verifiedTokens(accessTokenVerifier(rules), rules);
  const steady = steadyClock(now);
  const revoked = revocations({
    store,
    now: steady,
    verify: tokens.verify,
    onEnded: tokens.forget,
  });
  const rolesClaim = claims.roles;
  const { clientSecret, management, tenantUrl } = auth0;
  const upstream = { fetch, timeoutMs: timeoutMs.auth0 };
  return {
    identify: callerIdentification({ tokens, isRevoked: revoked.isRevoked, rolesClaim, log }),
    trustedProxies,
    auth0: {
      ...auth0,
      ...upstream,
      baseURL: auth0.issuer,
      managementToken: management && managementToken({ ...management, tenantUrl }, upstream, now),
      tenant: tenantReader(now),
      lookups: createAccountLookupLimit(now),
    },
    mailLimits: createMailLimits(now),
    sessions: {
      issued: {
        verifyAccessToken: withNewKeys(tokens.verify, keys),
        readAccessToken: (token) => readAccessToken(token, rules),
        verifyIdToken: withNewKeys(idTokenVerifier(rules), keys),
        readIdToken: (token) => readIdToken(token, rules),
        rolesClaim,
        log,
      },
      revocations: revoked,
      handedOut: handedOut({
        ...{ store, revocations: revoked, now: steady },
        digestOf: keyedDigest(clientSecret, 'refresh token'),
      }),
      now: steady,
      nameOf: accountNames(keyedDigest(clientSecret, 'account name')),
      usedCodes: usedCodes(),
      mfa: sealedTokens(clientSecret, 'mfa+jwt', now),
      verification: sealedTokens(clientSecret, 'verification+jwt', now),
      realms: auth0.realms.map(({ name }) => name),
      scopes: auth0.scopes,
      requireVerifiedEmail: auth0.requireVerifiedEmail,
      emailClaims: claims,
      readProfile: profileReader(now),
    },
    services: requestServices(services, {
      config: serviceConfig,
      fetch: connections.services.fetch,
      timeoutMs: timeoutMs.services,
      internalToken,
      log,
    }),
    log,
  };
}
