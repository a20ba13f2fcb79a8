import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { auth0Provider, type Auth0ProviderOptions } from './auth0/auth0-provider.ts';
import type { CallerContext } from './authorization/access.ts';
import { requireAuthenticated } from './authorization/requirements.ts';
import { ClientAddresses, type ClientAddressesOptions } from './http/client-addresses.ts';
import { readTraceContext } from './http/trace-context.ts';
import type { MailLimits } from './limits/mail-limits.ts';
import type { ServiceRequest } from './services/request-services.ts';
import type { Services } from './services/services.ts';
import type { SessionsOptions } from './sessions/options.ts';
import { profileOf, type ProfileModel } from './sessions/profile.ts';
import { Sessions } from './sessions/sessions.ts';
import { AuditLog } from './telemetry/audit.ts';
import { logFor, type Logger } from './telemetry/log.ts';
import type { AuthenticatedCaller, Identification } from './tokens/caller.ts';

/** The context of one request, for resolvers. Data sources are made on first use. */
export interface GatewayContext extends CallerContext {
  /** The bearer as it was sent. Resolvers read `caller`; guards do it for them. */
  sender: Identification;
  /** IP address of the end user; undefined when the connection has closed already. */
  clientIp: string | undefined;
  /** Identifies this request in log lines, and in the `X-Request-Id` of its response. */
  requestId: string;
  /** Operations on sessions and accounts, in the name of this request's client address. */
  sessions: Sessions;
  /** Data sources of the micro-services. Each lives as long as this request. */
  services: Services;
  /**
   * The signed-in user.
   *
   * @throws `UNAUTHENTICATED` without a valid bearer; `SERVICE_UNAVAILABLE` when the bearer cannot be verified now
   */
  authenticated: () => Promise<AuthenticatedCaller>;
  /** Profile of a caller. */
  profile: (caller: AuthenticatedCaller) => ProfileModel;
}

/** Parts of a context that live as long as the process. */
export interface ContextOptions {
  identify: (authorization: readonly string[] | undefined) => Identification;
  clientAddresses: ClientAddressesOptions;
  auth0: Omit<Auth0ProviderOptions, 'clientIp' | 'log'>;
  sessions: Omit<SessionsOptions, 'identity' | 'mails'>;
  mailLimits: MailLimits;
  services: (request: ServiceRequest) => Services;
  log: Logger;
}

/**
 * Makes the function that creates the context of a request. It starts to verify the bearer and does not wait: public fields answer
 * meanwhile, guarded fields wait.
 */
export function contextFactory(options: ContextOptions) {
  const { identify } = options;
  const clientAddresses = new ClientAddresses(options.clientAddresses);

  return ({ raw, id: requestId }: { raw: IncomingMessage; id: string }): GatewayContext => {
    const { headers, headersDistinct } = raw;
    return new RequestContext(options, {
      sender: identify(headersDistinct['authorization']),
      clientIp: clientAddresses.find(raw),
      requestId,
      headers,
    });
  };
}

/** Facts about a request that are known at once. */
type RequestFacts = Pick<RequestContext, 'sender' | 'clientIp' | 'requestId' | 'headers'>;

/**
 * Apollo Server executes with a copy that has this object's own properties and its prototype. A property that is made on first use is
 * therefore a getter, and no field is private.
 */
class RequestContext implements GatewayContext, ServiceRequest {
  readonly sender: Identification;
  readonly clientIp: string | undefined;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly options: ContextOptions;
  ownServices: Services | undefined;

  constructor(options: ContextOptions, { sender, clientIp, requestId, headers }: RequestFacts) {
    this.options = options;
    this.sender = sender;
    this.clientIp = clientIp;
    this.requestId = requestId;
    this.headers = headers;
  }

  get caller() {
    return this.sender.caller;
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
    const { log } = this;
    const { mailLimits, sessions } = this.options;
    const mails = {
      take: (to: string) => mailLimits.take(to, this.clientIp),
      giveBack: mailLimits.giveBack,
    };
    return new Sessions({ ...sessions, identity: this.identity, mails }, new AuditLog(log));
  }

  profile(caller: AuthenticatedCaller): ProfileModel {
    return profileOf(caller, this.options.sessions, () => this.identity);
  }

  get identity() {
    return auth0Provider({ ...this.options.auth0, clientIp: this.clientIp, log: this.log });
  }

  get log() {
    return logFor(this.options.log, { requestId: this.requestId, clientIp: this.clientIp });
  }
}
