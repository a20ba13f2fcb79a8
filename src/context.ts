import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AuditLog } from './audit/audit-log.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import { auth0Provider, type Auth0ProviderOptions } from './auth0/auth0-provider.ts';
import type { GraphQLSchema } from 'graphql';
import type { CallerContext } from './authorization/access.ts';
import { BackOffice } from './back-office/back-office.ts';
import type { BackOfficeOptions } from './back-office/options.ts';
import { explainAccess, type ExplainedField } from './authorization/explain-access.ts';
import { requireAuthenticated } from './authorization/requirements.ts';
import { ClientAddresses, type ClientAddressesOptions } from './http/client-addresses.ts';
import { nameClient } from './http/client-name.ts';
import type { DeniedField } from './http/denied-fields.ts';
import type { Origins } from './http/origins.ts';
import { RequestCookie, type ResponseHeaders } from './http/request-cookie.ts';
import type { SessionCookie } from './http/session-cookie.ts';
import { readTraceContext } from './http/trace-context.ts';
import type { MailLimits } from './limits/mail-limits.ts';
import type { ServiceRequest } from './services/request-services.ts';
import type { Services } from './services/services.ts';
import type { SessionsOptions } from './sessions/options.ts';
import { profileOf, type ProfileModel } from './sessions/profile.ts';
import { Sessions } from './sessions/sessions.ts';
import { logFor, type Logger } from './telemetry/log.ts';
import type { AuthenticatedCaller, CallerIdentification, Identification } from './tokens/caller.ts';

/** Context of one request, which resolvers receive. Data sources are created on first use. */
export interface GatewayContext extends CallerContext {
  /** Bearer or session cookie of the request, and its caller. Guarded resolvers use `caller` instead. */
  sender: Identification;
  /** IP address of the user. Undefined if the connection was closed before the gateway could read the address. */
  clientIp: string | undefined;
  /** Id of this request, in log lines and in the `X-Request-Id` of the response. */
  requestId: string;
  /** Operations on sessions and accounts. Their calls to the identity provider forward this request's client address. */
  sessions: Sessions;
  /** Acts of administrators, and the acceptance of invitations. */
  backOffice: BackOffice;
  /** Records what this request does. */
  audit: AuditLog;
  /** Events of all requests. */
  auditTrail: AuditTrail;
  /** Data sources of the micro-services. They live as long as this request. */
  services: Services;
  /**
   * Returns the signed-in user.
   *
   * @throws `UNAUTHENTICATED` without a valid bearer; `SERVICE_UNAVAILABLE` if the bearer cannot be verified at the moment
   */
  authenticated: () => Promise<AuthenticatedCaller>;
  /** Called before a mutation is executed. The caller of a mutation may differ from the caller of a query. */
  beginMutation: () => void;
  /** Creates the profile of a caller. */
  profile: (caller: AuthenticatedCaller) => ProfileModel;
  /** Explains for the fields of the root types whether a caller may ask for them. Where the schema is hidden, for allowed ones alone. */
  explainAccess: (caller: AuthenticatedCaller, schema: GraphQLSchema) => ExplainedField[];
}

/** Parts of a context that all requests share. */
export interface ContextOptions {
  identify: CallerIdentification['identify'];
  /** Cookie that holds sessions. Undefined if sessions in cookies are not enabled. */
  sessionCookie: SessionCookie | undefined;
  origins: Origins;
  clientAddresses: ClientAddressesOptions;
  auth0: Omit<Auth0ProviderOptions, 'clientIp' | 'log'>;
  sessions: Omit<SessionsOptions, 'identity' | 'mails' | 'cookie' | 'readClient'>;
  backOffice: Omit<BackOfficeOptions, 'directory' | 'sessions' | 'reportMissingMail'>;
  mailLimits: MailLimits;
  auditTrail: AuditTrail;
  services: (request: ServiceRequest) => Services;
  /** Whether users may learn of fields that they may not ask for. */
  showsSchema: boolean;
  log: Logger;
}

/**
 * Creates the function that creates the context of a request. That function starts to verify the bearer (or the session cookie,
 * if there is no bearer) and does not wait for the result. Guarded fields wait for the result. Public fields do not.
 */
export function contextFactory(options: ContextOptions) {
  const { identify, sessions } = options;
  const clientAddresses = new ClientAddresses(options.clientAddresses);

  return (
    { raw, id: requestId }: { raw: IncomingMessage; id: string },
    reply: ResponseHeaders,
  ): GatewayContext => {
    const { headers, headersDistinct } = raw;
    const cookie = new RequestCookie(raw, reply, options);
    const context = new RequestContext(options, {
      clientIp: clientAddresses.find(raw),
      requestId,
      headers,
      cookie,
    });
    context.sender =
      cookie.value === undefined
        ? identify(headersDistinct['authorization'])
        : sessions.openSessions.identify(cookie.value, () => context.sessions);
    return context;
  };
}

/** Facts about a request that are known before its caller. */
type RequestFacts = Pick<RequestContext, 'clientIp' | 'requestId' | 'headers' | 'cookie'>;

/**
 * The context that {@link contextFactory} creates. Apollo Server copies its own properties and its prototype, so private fields
 * would be lost. Properties that are created on first use are getters, because the copy does not call them.
 */
class RequestContext implements GatewayContext, ServiceRequest {
  sender: Identification = { accessToken: undefined, caller: { state: 'anonymous' } };
  readonly clientIp: string | undefined;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly cookie: RequestCookie;
  readonly options: ContextOptions;
  ownServices: Services | undefined;
  ownSessions: Sessions | undefined;
  ownBackOffice: BackOffice | undefined;

  constructor(options: ContextOptions, { clientIp, requestId, headers, cookie }: RequestFacts) {
    this.options = options;
    this.clientIp = clientIp;
    this.requestId = requestId;
    this.headers = headers;
    this.cookie = cookie;
  }

  get caller() {
    return this.sender.caller;
  }

  /** Called before a mutation is executed. */
  beginMutation(): void {
    const { sender } = this;
    if (sender.mutationCaller) this.sender = { ...sender, caller: sender.mutationCaller };
  }

  async authenticated(): Promise<AuthenticatedCaller> {
    return requireAuthenticated(await this.caller);
  }

  get services(): Services {
    return (this.ownServices ??= this.options.services(this));
  }

  get traceContext(): Record<string, string> {
    return readTraceContext(this.headers);
  }

  get sessions(): Sessions {
    const { audit, identity, cookie } = this;
    const { mailLimits, sessions } = this.options;
    const mails = {
      take: (to: string) => mailLimits.take(to, this.clientIp),
      giveBack: mailLimits.giveBack,
    };
    const readClient = () => ({
      name: nameClient(this.headers['user-agent']),
      address: this.clientIp,
    });
    const options = { ...sessions, identity, mails, cookie, readClient };
    return (this.ownSessions ??= new Sessions(options, audit));
  }

  get audit(): AuditLog {
    const { requestId, clientIp, headers, options } = this;
    const clientName = () => nameClient(headers['user-agent']);
    return new AuditLog(options.auditTrail, { requestId, clientIp, clientName });
  }

  get auditTrail(): AuditTrail {
    return this.options.auditTrail;
  }

  /** Called before an answer that denies fields is sent. */
  async recordDenied(fields: readonly DeniedField[]): Promise<void> {
    const caller = await this.caller;
    const actor = caller.state === 'authenticated' ? caller.id : undefined;
    for (const { name, reason } of fields) this.audit.deny(name, reason, actor);
  }

  get backOffice(): BackOffice {
    const { audit, identity, sessions, log } = this;
    const { backOffice, auth0 } = this.options;
    const reportMissingMail = () => {
      auth0.settingLog.reportsOf(log).line('error', {}, mailMissing);
    };
    const { directory } = identity;
    const options = { ...backOffice, directory, sessions, reportMissingMail };
    return (this.ownBackOffice ??= new BackOffice(options, audit));
  }

  profile(caller: AuthenticatedCaller): ProfileModel {
    return profileOf(caller, this.options.sessions, () => this.identity);
  }

  explainAccess(caller: AuthenticatedCaller, schema: GraphQLSchema): ExplainedField[] {
    return explainAccess(schema, caller, { listsRefused: this.options.showsSchema });
  }

  get identity() {
    return auth0Provider({ ...this.options.auth0, clientIp: this.clientIp, log: this.log });
  }

  get log() {
    return logFor(this.options.log, { requestId: this.requestId, clientIp: this.clientIp });
  }
}

const mailMissing =
  'An invitation needs a mail server: set SMTP_URL, MAIL_FROM and WEB_URL (docs/back-office.md)';
