import process from 'node:process';
import type { DestinationStream } from 'pino';
import { connectedBanner, localBanner } from './banner.ts';
import { readConfig, type Config } from './config.ts';
import { hasMistakes, startEmbeddedTenant } from './embedded-tenant.ts';
import { services } from './services/services.ts';

type Env = Record<string, string | undefined>;

const serviceNames = Object.keys(services);

/** Milliseconds that a stop waits for requests in flight; one may take two calls to Auth0 of 10 s each. */
const drainTime = 25_000;

/**
 * The program: reads the configuration, starts the local tenant where no Auth0 domain is set, starts the gateway, says so on
 * standard output, and drains on SIGTERM and SIGINT. What stops a start is said in plain lines, with exit code 1.
 */
export async function startUp(env: Env): Promise<void> {
  for (const name of unknownVariables(env))
    console.error(`${name} is no variable of Gatehouse, and is not read: is it misspelt?`);
  try {
    const embedded =
      isForDevelopment(env) && !env['AUTH0_DOMAIN']
        ? await startEmbeddedTenant(env, serviceNames)
        : undefined;
    const config = readConfig({ ...env, ...embedded?.environment }, serviceNames);
    // Only now: a configuration with mistakes answers without loading the gateway.
    const { startGateway } = await import('./gateway.ts');
    const gateway = await startGateway(config, {
      ...(await logDestination(config)),
      ...(embedded && { now: embedded.tenant.now }),
    });
    stopOnSignal(async () => {
      await gateway.close();
      await embedded?.tenant.close();
    });
    console.log(
      embedded
        ? localBanner(gateway.url, config, embedded.tenant)
        : connectedBanner(gateway.url, config),
    );
    process.send?.('ready'); // to whoever has started us and waits for it, as process managers do
  } catch (error) {
    console.error(inWords(error));
    process.exit(1);
  }
}

/** Every one there is. */
const auth0Variables = [
  'AUTH0_DOMAIN',
  'AUTH0_TENANT_DOMAIN',
  'AUTH0_CLIENT_ID',
  'AUTH0_CLIENT_SECRET',
  'AUTH0_AUDIENCE',
  'AUTH0_CONNECTION',
  'AUTH0_REALMS',
  'AUTH0_SCOPES',
  'AUTH0_ALLOWED_CLIENTS',
  'AUTH0_SIGNING_ALGORITHMS',
  'AUTH0_MANAGEMENT_CLIENT_ID',
  'AUTH0_MANAGEMENT_CLIENT_SECRET',
];

/** A misspelt AUTH0_DOMAIN would start the local tenant without a word. */
function unknownVariables(env: Env): string[] {
  return Object.keys(env).filter(
    (name) => name.startsWith('AUTH0_') && !auth0Variables.includes(name),
  );
}

function isForDevelopment(env: Env): boolean {
  return env['NODE_ENV'] === 'development' || env['NODE_ENV'] === 'test';
}

/** Readable lines where a developer looks on, JSON everywhere else. */
async function logDestination({ environment }: Config): Promise<{ logTo?: DestinationStream }> {
  if (environment !== 'development' || !process.stdout.isTTY) return {};
  const { default: pretty } = await import('pino-pretty');
  return {
    logTo: pretty({ ignore: 'requestId', translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  };
}

/** A second signal changes nothing: supervisors and npm send it twice, and what is in flight is to end in peace. */
function stopOnSignal(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), drainTime).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(inWords(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function inWords(error: unknown): string {
  if (hasMistakes(error)) return error.message;
  if (isListenError(error)) {
    return error.code === 'EADDRINUSE'
      ? `Port ${error.port} is in use: stop what uses it, or set PORT, TENANT_PORT or METRICS_PORT to another.`
      : `Cannot listen on ${error.address ?? 'HOST'} port ${error.port}: ${error.code}.`;
  }
  if (isLookupError(error)) return `HOST cannot be resolved: ${error.hostname}.`;
  return error instanceof Error ? (error.stack ?? error.message) : 'Start-up failed.';
}

function isListenError(error: unknown): error is { code: string; port: number; address?: string } {
  return error instanceof Error && 'syscall' in error && 'port' in error;
}

function isLookupError(error: unknown): error is { hostname: string } {
  return error instanceof Error && 'syscall' in error && 'hostname' in error;
}
