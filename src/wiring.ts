import { AuditLog } from './audit/audit-log.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import { createAccountLookupLimit } from './limits/account-lookup-limit.ts';
import { createMailLimits } from './limits/mail-limits.ts';
import { createBackOfficeLimits } from './back-office/limits.ts';
import { Cursors } from './back-office/cursors.ts';
import { InvitationTokens } from './back-office/invitation-tokens.ts';
import { tenantReader } from './auth0/capabilities.ts';
import { ForwardedAddressCheck } from './auth0/forwarded-address-check.ts';
import { ManagementAPI } from './auth0/management-api.ts';
import { managementToken } from './auth0/management-token.ts';
import { checkRefreshTokens } from './auth0/refresh-token-check.ts';
import { ScopeCheck } from './auth0/scope-check.ts';
import type { SettingLog } from './auth0/setting-log.ts';
import { readChangedPassword } from './auth0/password-hook.ts';
import { OddMembers } from './auth0/wire.ts';
import type { Config } from './config/config.ts';
import { maxHeaderSize, maxTokenSize } from './http/request-limits.ts';
import type { HookResult } from './http/signed-hook.ts';
import type { ContextOptions } from './context.ts';
import { requestServices } from './services/request-services.ts';
import type { ServiceCalls } from './services/service-calls.ts';
import { services } from './services/services.ts';
import { Devices } from './sign-ins/devices.ts';
import { SavedSignIns } from './sign-ins/saved-sign-ins.ts';
import { SignIns } from './sign-ins/sign-ins.ts';
import { Exchanges } from './sessions/refresh-exchanges.ts';
import { OpenSessions } from './sessions/open-sessions.ts';
import { CookieSessions } from './sign-ins/cookie-sessions.ts';
import type { Origins } from './http/origins.ts';
import type { SessionCookie } from './http/session-cookie.ts';
import { HandOvers } from './sign-ins/hand-overs.ts';
import { RefreshTokens } from './sign-ins/refresh-tokens.ts';
import { createProfileReader } from './sessions/profile.ts';
import { digestAccountNames } from './sessions/account-name.ts';
import { createTokenSizeCheck } from './sessions/token-size.ts';
import { UsedCodes } from './sessions/used-codes.ts';
import type { Logger } from './telemetry/log.ts';
import { accessTokenVerifier, readAccessToken } from './tokens/access-token.ts';
import { callerIdentification } from './tokens/caller.ts';
import { idTokenVerifier, readIdToken } from './tokens/id-token.ts';
import type { Mailer } from './mail/mailer.ts';
import type { InternalTokens } from './internal-tokens/internal-tokens.ts';
import type { Store } from './store/store.ts';
import { keyedDigest } from './secrets/digest.ts';
import type { IssuerKeys } from './issuer-keys/issuer-keys.ts';
import { Revocations } from './sign-ins/revocations.ts';
import { sealedTokens } from './secrets/sealed-tokens.ts';
import { VerifiedTokens } from './tokens/verified-tokens.ts';
import type { Calls } from './upstream/calls.ts';
import type { Upstream } from './upstream/upstream.ts';

/** Dependencies of {@link wireContext}. */
export interface WiringOptions {
  now: () => Date;
  /** Time limits of one call, including the answer's body (milliseconds). */
  timeoutMs: { auth0: number; services: number };
  connections: { auth0: Upstream; services: Upstream };
  keys: IssuerKeys;
  /** Issuer of internal tokens. Undefined if no service uses them. */
  internalTokens: InternalTokens | undefined;
  store: Store;
  settingLog: SettingLog;
  /** Sends mails. Undefined if the configuration has no SMTP server. */
  mailer: Mailer | undefined;
  /** Returns the URL of the front end, with a trailing slash. */
  webUrl: () => string;
  /** Counters for the metrics of the process. */
  counts: { auth0: Calls; services: ServiceCalls };
  auditTrail: AuditTrail;
  /** Cookie that holds sessions. Undefined if sessions in cookies are not enabled. */
  sessionCookie: SessionCookie | undefined;
  /** Origins whose pages may use a session in a cookie. */
  origins: Origins;
  /** Aborted when the gateway stops. */
  stopped: AbortSignal;
  log: Logger;
}

/** Creates the parts that all requests share: verified and revoked tokens, sign-ins, connections to Auth0 and to services. */
export function wireContext(
  config: Config,
  {
    now,
    timeoutMs,
    connections,
    keys,
    internalTokens,
    store,
    settingLog,
    mailer,
    webUrl,
    counts,
    auditTrail,
    sessionCookie,
    origins,
    stopped,
    log,
  }: WiringOptions,
): ContextOptions {
  const { auth0, claims, services: serviceConfig, stateSecrets, trustedProxies } = config;
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
    passwordClaim: claims.password,
  });
  const rolesClaim = claims.roles;
  const { management, tenantUrl } = auth0;
  const refreshTokens = new RefreshTokens({ store, secrets: stateSecrets });
  const upstream = {
    ...{ fetch, timeoutMs: timeoutMs.auth0, calls: counts.auth0 },
    oddMembers: new OddMembers(log),
  };
  const exchanges = new Exchanges({
    store,
    refreshTokens,
    handOvers: new HandOvers({ store, secrets: stateSecrets }),
    now: () => revocations.now(),
    patience: timeoutMs.auth0,
  });
  const token = management && managementToken({ ...management, tenantUrl }, upstream, now);
  const managementApi = token && {
    token,
    api: () => new ManagementAPI({ ...upstream, baseURL: tenantUrl, token }),
  };
  const reports = settingLog.reportsOf(log);
  const { transports: allowed, defaultTransport, idle, lifetime } = config.cookies;
  void checkRefreshTokens({
    ...{ clientId: auth0.clientId, reports, stopped, log },
    management: managementApi,
    sessions: allowed.includes('COOKIE') ? { idle, lifetime } : undefined,
  });
  const { identify, identifyToken } = callerIdentification({
    tokens,
    findRevocation: (token) => revocations.find(token),
    rolesClaim,
    log,
  });
  const signIns = new SignIns({ store, revocations, refreshTokens });
  const saved = new SavedSignIns({ store, refreshTokens, secrets: stateSecrets });
  const devices = new Devices({ store, signIns, saved, secrets: stateSecrets });
  return {
    identify,
    sessionCookie,
    origins,
    clientAddresses: { trustedProxies, header: config.clientIpHeader, log },
    auth0: {
      ...auth0,
      ...upstream,
      baseURL: auth0.issuer,
      connections: new Map(auth0.realms.map(({ name, connection }) => [name, connection])),
      managementToken: token,
      tenant: tenantReader(now),
      scopeCheck: new ScopeCheck(),
      forwardedAddressCheck: new ForwardedAddressCheck({
        management: managementApi,
        clientId: auth0.clientId,
        ...{ now, reports, stopped, log },
      }),
      lookups: createAccountLookupLimit(now),
      settingLog,
    },
    mailLimits: createMailLimits(now),
    auditTrail,
    sessions: {
      issued: {
        verifyAccessToken: accessTokenVerifier(rulesForIssued),
        readAccessToken: (token) => readAccessToken(token, rules),
        verifyIdToken: idTokenVerifier(rulesForIssued),
        readIdToken: (token) => readIdToken(token, rules),
        rolesClaim,
        tellsPassword: (claims) => revocations.passwords.valueIn(claims) !== undefined,
        checkSize: createTokenSizeCheck({ maxTokenSize, maxHeaderSize, now, log }),
        log,
      },
      revocations,
      signIns,
      devices,
      savedSignIns: saved,
      refreshTokens,
      exchanges,
      openSessions: new OpenSessions({
        sessions: new CookieSessions({
          ...{ store, secrets: stateSecrets, now: () => revocations.now() },
          ...{ idle: idle * 1000, lifetime: lifetime * 1000 },
        }),
        ...{ signIns, saved, devices, revocations, identifyToken, log },
      }),
      transports: { allowed, default: defaultTransport },
      refreshWindow: config.refreshWindow,
      digestOf: digestAccountNames(keyedDigest(stateSecrets[0], 'account name')),
      usedCodes: new UsedCodes(),
      mfa: sealedTokens(stateSecrets, 'mfa+jwt', now),
      verification: sealedTokens(stateSecrets, 'verification+jwt', now),
      realms: auth0.realms.map(({ name }) => name),
      scopes: auth0.scopes,
      requireVerifiedEmail: auth0.requireVerifiedEmail,
      emailClaims: claims,
      readProfile: createProfileReader(now),
    },
    backOffice: {
      ...{ store, callLimit: timeoutMs.auth0, mailer, webUrl, now },
      tokens: new InvitationTokens(stateSecrets, now),
      cursors: new Cursors(stateSecrets[0]),
      showsLinks: config.environment === 'development',
      limits: createBackOfficeLimits(now),
      realms: auth0.realms.map(({ name }) => name),
      audience: auth0.audience,
    },
    services: requestServices(services, {
      config: serviceConfig,
      fetch: connections.services.fetch,
      timeoutMs: timeoutMs.services,
      calls: counts.services,
      internalTokens,
      log,
    }),
    showsSchema: config.environment === 'development',
    log,
  };
}

/** Milliseconds that a call of the hook waits for the store and the other replicas. The Action itself waits 2 seconds. */
const hookPatience = 1500;

/**
 * Creates the function behind the hook of Auth0's post-change-password Action. It ends the sign-ins from before the password
 * change.
 */
export function passwordHook({ auth0, sessions, auditTrail }: ContextOptions, now: () => Date) {
  return async (body: unknown, requestId: string): Promise<HookResult> => {
    const changed = readChangedPassword(body, auth0.connections, now());
    if ('fault' in changed) return changed;
    const { user, accounts, value } = changed;
    const change = { user, value, names: accounts.map(sessions.digestOf) };
    const deadline = performance.now() + hookPatience;
    const ended = sessions.signIns.older
      .end(change, deadline)
      .then((everywhere) => ({ kind: everywhere ? 'SignInsEnded' : 'SignInsEnding' }));
    const audit = new AuditLog(auditTrail, { requestId });
    const { kind } = await audit.record('passwordChanged', ended, { subject: { id: user } });
    return kind === 'SignInsEnded' ? 'done' : 'unfinished';
  };
}
