import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { connectTimeLimit } from './time-limits.ts';

/** The HTTP proxy for connections to Auth0. */
export interface ProxySettings {
  /** An `http` or `https` URL, including user name and password if the proxy requires them. */
  url: string;
  /** Name of the variable with the URL, for the log. */
  variable: string;
  /** Hosts that are reached without the proxy, as in `NO_PROXY`. */
  exceptions: string[];
}

/** The proxy does not answer, or refuses a connection. The message names the variable, but no credentials. */
export class ProxyError extends Error {
  override name = 'ProxyError';
  readonly variable: string;
  constructor({ url, variable }: ProxySettings, fault: string, options?: ErrorOptions) {
    super(`${variable}: the proxy ${new URL(url).origin} ${fault}`, options);
    this.variable = variable;
  }
}

/**
 * Creates the connection pool behind a proxy. Each connection is opened with `CONNECT`, so that the proxy sees only host and
 * port.
 */
export function createProxyPool(settings: ProxySettings): Dispatcher {
  const { url, exceptions } = settings;
  const timeLimit = { timeout: connectTimeLimit };
  return new EnvHttpProxyAgent({
    httpProxy: url,
    httpsProxy: url,
    noProxy: exceptions.includes('*') ? '*' : exceptions.join(','),
    ...authorizationOf(new URL(url)),
    connect: timeLimit,
    proxyTls: timeLimit,
    requestTls: timeLimit,
    clientFactory: (origin, options) => new ProxyClient(origin, options, settings),
  });
}

/** Returns the credentials for the proxy. By itself, the agent would send none for a user name without a password. */
function authorizationOf({ username, password }: URL): { token?: string } {
  if (!username) return {};
  const credentials = [username, password].map(decodeURIComponent).join(':');
  return { token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Connections to the proxy itself. Their failures are the proxy's fault, and not Auth0's. */
class ProxyClient extends Pool {
  readonly #settings: ProxySettings;

  constructor(origin: URL, options: object, settings: ProxySettings) {
    // Without this time limit, a proxy that does not answer would hold the connection for five minutes.
    super(origin, { ...options, headersTimeout: connectTimeLimit });
    this.#settings = settings;
  }

  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(...request: Parameters<Pool['connect']>): void;
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const answer = await super.connect(options).catch((error: unknown) => {
      throw new ProxyError(this.#settings, 'cannot be reached', { cause: error });
    });
    const { statusCode, socket } = answer;
    if (statusCode === 200) return answer;
    socket.on('error', () => undefined).destroy();
    const advice =
      statusCode === 407
        ? `put the right user name and password in ${this.#settings.variable}`
        : `it must pass ${options.path} on`;
    throw new ProxyError(this.#settings, `answers with status ${statusCode}: ${advice}`);
  }
}

/** Whether a host is this machine, which is always reached without a proxy. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
