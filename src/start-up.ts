import process from 'node:process';
import type { DestinationStream } from 'pino';
import { connectedBanner, localBanner } from './banner.ts';
import { ConfigurationError, readConfig, type Config } from './config.ts';
import { startEmbeddedTenant } from './embedded-tenant.ts';
import { startGateway } from './gateway.ts';

type Env = Record<string, string | undefined>;

/** Milliseconds that a stop waits for requests in flight; one may take two calls to Auth0 of 10 s each. */
const drainTime = 25_000;

/**
 * The program: reads the configuration, starts the local tenant where no Auth0 domain is set, starts the gateway, says so on
 * standard output, and drains on SIGTERM and SIGINT. What stops a start is said in plain lines, with exit code 1.
 */
export async function startUp(env: Env): Promise<void> {
  try {
    const embedded =
      isForDevelopment(env) && !env['AUTH0_DOMAIN'] ? await startEmbeddedTenant(env) : undefined;
    const config = readConfig({ ...env, ...embedded?.environment });
    const gateway = await startGateway(config, await logDestination(config));
    stopOnSignal(async () => {
      await gateway.close();
      await embedded?.tenant.close();
    });
    console.log(
      embedded ? localBanner(gateway.url, embedded.tenant) : connectedBanner(gateway.url, config),
    );
  } catch (error) {
    console.error(inWords(error));
    process.exit(1);
  }
}

function isForDevelopment(env: Env): boolean {
  return env['NODE_ENV'] === 'development' || env['NODE_ENV'] === 'test';
}

/** Readable lines where a developer looks on, JSON everywhere else. */
async function logDestination({ environment }: Config): Promise<{ logTo?: DestinationStream }> {
  if (environment !== 'development' || !process.stdout.isTTY) return {};
  const { default: pretty } = await import('pino-pretty');
  return { logTo: pretty({ ignore: 'requestId', translateTime: 'SYS:HH:MM:ss' }) };
}

function stopOnSignal(close: () => Promise<void>): void {
  const stop = () => {
    setTimeout(() => process.exit(1), drainTime).unref();
    void close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function inWords(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  if (isListenError(error)) {
    return error.code === 'EADDRINUSE'
      ? `Port ${error.port} is in use: stop what uses it, or set PORT or TENANT_PORT to another.`
      : `Cannot listen on ${error.address ?? 'HOST'} port ${error.port}: ${error.code}.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : 'Start-up failed.';
}

function isListenError(error: unknown): error is { code: string; port: number; address?: string } {
  return error instanceof Error && 'syscall' in error && 'port' in error;
}
