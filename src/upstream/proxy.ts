import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { connectTimeLimit } from './time-limits.ts';

/** The proxy that is the way out to Auth0. */
export interface ProxySettings {
  /** An `http` or `https` URL, with user name and password if the proxy asks for them. */
  url: string;
  /** The name of the variable that has the URL, for the log. */
  variable: string;
  /** The hosts that are reached without the proxy, as in `NO_PROXY`. */
  exceptions: string[];
}

/** The proxy cannot be reached, or refuses to pass a connection on. The message names the variable, and no credentials. */
export class ProxyError extends Error {
  override name = 'ProxyError';
  readonly variable: string;
  constructor({ url, variable }: ProxySettings, fault: string, options?: ErrorOptions) {
    super(`${variable}: the proxy ${new URL(url).origin} ${fault}`, options);
    this.variable = variable;
  }
}

/** Makes the connection pool behind a proxy. `CONNECT` opens each connection, so that the proxy sees host and port alone. */
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

/** Makes the credentials for the proxy. The agent by itself sends none for a user name without a password. */
function authorizationOf({ username, password }: URL): { token?: string } {
  if (!username) return {};
  const credentials = [username, password].map(decodeURIComponent).join(':');
  return { token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** The connections to the proxy itself. Whatever fails here is the proxy's fault, and not Auth0's. */
class ProxyClient extends Pool {
  readonly #settings: ProxySettings;

  constructor(origin: URL, options: object, settings: ProxySettings) {
    // Without the time limit, a proxy that does not answer would hold the connection for five minutes.
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

/** Tells whether a host is this machine, which no proxy leads to. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
