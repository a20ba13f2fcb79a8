import type { IncomingMessage } from 'node:http';
import type { MailLimits } from './limits/mail-limits.ts';
import { auth0Provider, type Auth0ProviderOptions } from './auth0/auth0-provider.ts';
import type { CallerContext } from './authorization/access.ts';
import { clientIp, trustedProxies } from './http/client-ip.ts';
import { traceContext } from './http/trace-context.ts';
import type { ServiceRequest } from './services/request-services.ts';
import type { Services } from './services/services.ts';
import { profileOf, type ProfileModel } from './sessions/profile.ts';
import { sessions, type Sessions, type SessionsOptions } from './sessions/sessions.ts';
import { logFor, type Logger } from './telemetry/log.ts';
import type { AuthenticatedCaller, Identification } from './tokens/caller.ts';

/** What resolvers know of the request they answer. Made once for each; data sources are made where they are used. */
export interface GatewayContext extends CallerContext {
  /** The bearer as it was sent. Resolvers ask `caller`, guards do it for them. */
  sender: Identification;
  /** The end user's own address. */
  clientIp: string | undefined;
  /** Names this request in logs, and in the answer's `X-Request-Id`. */
  requestId: string;
  /** Made anew each time it is read. */
  sessions: Sessions;
  /** The micro-services behind the gateway; each data source lives as long as this request. */
  services: Services;
  /** The person behind a caller. */
  profile: (caller: AuthenticatedCaller) => ProfileModel;
}

/** What lives as long as the process. */
export interface ContextOptions {
  identify: (authorization: readonly string[] | undefined) => Identification;
  /** Addresses and CIDR ranges; see {@link trustedProxies}. */
  trustedProxies: readonly string[];
  auth0: Omit<Auth0ProviderOptions, 'clientIp' | 'log'>;
  sessions: Omit<SessionsOptions, 'identity' | 'audit' | 'mails'>;
  mailLimits: MailLimits;
  services: (request: ServiceRequest) => Services;
  log: Logger;
}

/**
 * Makes the function that makes a request's context. It starts to verify the bearer and does not wait for it: public fields
 * answer meanwhile, guarded ones wait.
 */
export function requestContext(options: ContextOptions) {
  const { identify, log } = options;
  const isTrustedProxy = trustedProxies(options.trustedProxies);
  let needsNoWarning = options.trustedProxies.length > 0;

  return (request: IncomingMessage, requestId: string): GatewayContext => {
    const { headers, headersDistinct, socket } = request;
    const sender = identify(headersDistinct['authorization']);
    const forwardedFor = headers['x-forwarded-for'] as string | undefined;
    const address = clientIp(socket.remoteAddress, forwardedFor, isTrustedProxy);
    if (forwardedFor !== undefined && !needsNoWarning) {
      needsNoWarning = true;
      log.warn(
        `X-Forwarded-For is sent and no proxy is trusted: all users share ${address ?? 'one address'} at Auth0; set TRUSTED_PROXIES`,
      );
    }
    return new RequestContext(options, {
      sender,
      clientIp: address,
      requestId,
      traceContext: traceContext(headers),
    });
  };
}

/** What is known of a request before anybody asks. */
type RequestFacts = Pick<RequestContext, 'sender' | 'clientIp' | 'requestId' | 'traceContext'>;

/**
 * Apollo Server executes with a copy of the context's own properties: what is to be made on first use, or to change, stands
 * on the prototype.
 */
class RequestContext implements GatewayContext, ServiceRequest {
  readonly sender: Identification;
  readonly clientIp: string | undefined;
  readonly requestId: string;
  readonly traceContext: Record<string, string>;
  readonly options: ContextOptions;
  readonly services: Services;

  constructor(options: ContextOptions, request: RequestFacts) {
    this.options = options;
    this.sender = request.sender;
    this.clientIp = request.clientIp;
    this.requestId = request.requestId;
    this.traceContext = request.traceContext;
    this.services = options.services(this);
  }

  get caller() {
    return this.sender.caller;
  }

  get sessions(): Sessions {
    const { log } = this;
    return sessions({
      ...this.options.sessions,
      identity: this.identity,
      mails: {
        take: (to) => this.options.mailLimits.take(to, this.clientIp),
        giveBack: this.options.mailLimits.giveBack,
      },
      audit: (event) => {
        log.info(event, 'credential mutation');
      },
    });
  }

  profile(caller: AuthenticatedCaller): ProfileModel {
    return profileOf(caller, this.options.sessions, () => this.identity);
  }

  private get identity() {
    return auth0Provider({ ...this.options.auth0, clientIp: this.clientIp, log: this.log });
  }

  get log() {
    return logFor(this.options.log, { requestId: this.requestId, clientIp: this.clientIp });
  }
}
