import process from 'node:process';
import type { DestinationStream } from 'pino';
import { connectedBanner, localBanner } from './banner.ts';
import type { Config } from '../config/config.ts';
import type { DevelopmentWeb } from '../gateway.ts';
import { findUnknownVariables, listVariables } from '../config/unknown-variables.ts';
import { startLocalTenant, type LocalTenant, type StartTenant } from './local-tenant.ts';
import { hasMistakes } from './mistakes.ts';
import { services } from '../services/services.ts';
import type { Account } from '../tenant/accounts.ts';
import { tenantVariables } from '../tenant/variables.ts';
import { hasFileSystemHung } from '../store/time-limit.ts';
import { readWholeConfig } from './whole-config.ts';

type Env = Record<string, string | undefined>;

const serviceNames = Object.keys(services);
const knownVariables = [...listVariables(serviceNames), ...Object.keys(tenantVariables)];

/**
 * Milliseconds for which a stopping process waits for requests in flight. Most requests make one or two calls to Auth0, each of 10
 * s at most. A change of password makes five, so a stop may cut it off while Auth0 is slow.
 */
const drainTime = 25_000;

/** Differences of a start in development. */
export interface StartOptions {
  /** Mistakes of the file that the environment comes from, each of them a line. The function prints them with its own. */
  found?: readonly string[];
  /** Default: starts the local tenant in this process. */
  startTenant?: StartTenant | undefined;
  /** Returns the state of the app while its sources may change. Default: there is an app only with `SERVE_WEB`. */
  web?: () => DevelopmentWeb;
}

/**
 * Runs the program. Reads the configuration, starts the local tenant if `AUTH0_DOMAIN` is missing in development, starts the
 * gateway, prints the banner, and drains on SIGTERM and SIGINT. If the start fails, prints the reason and exits with code 1.
 */
export async function startUp(
  env: Env,
  { found = [], startTenant, web }: StartOptions = {},
): Promise<void> {
  for (const line of findUnknownVariables(env, knownVariables)) console.error(line);
  try {
    const local =
      isForDevelopment(env) && !env['AUTH0_DOMAIN']
        ? await startLocalTenant(env, serviceNames, found, startTenant)
        : undefined;
    const config = local?.config ?? (await readWholeConfig(env, serviceNames, found));
    // Loaded late, so that a start with mistakes does not wait for the gateway.
    const { startGateway } = await import('../gateway.ts');
    const gateway = await startGateway(config, {
      ...(await logDestination(config)),
      ...(local && { now: local.tenant.now }),
      exampleAccount: chooseExample(config, local?.accounts),
      ...(web && { web }),
      ...(local && { bar: describeBar(local) }),
    });
    if (gateway.hookUrl !== undefined) local?.tenant.useHook(gateway.hookUrl);
    stopOnSignal(config.shutdownDelay * 1000 + drainTime, async () => {
      await gateway.close();
      await local?.tenant.close();
    });
    console.log(
      local
        ? localBanner(gateway, config, local.tenant, local.accounts)
        : connectedBanner(gateway, config),
    );
    process.send?.('ready'); // for a process manager that waits for it
  } catch (error) {
    console.error(inWords(error));
    // An exit would wait for a file system that hangs.
    if (hasFileSystemHung()) process.kill(process.pid, 'SIGKILL');
    process.exit(1);
  }
}

/** As `Signup` of the explorer creates it. */
const newcomer = { email: 'newcomer@example.com', password: 'Correct-Horse-7-Battery' };

/** Chooses the account with which the explorer's operations sign in: a seeded one, else the one that its sign-up creates. */
function chooseExample({ auth0: { realms } }: Config, accounts: readonly Account[] = []) {
  const [first] = accounts;
  const realm = realms.length > 1 ? (first?.realm ?? realms[0]?.name) : undefined;
  const { email, password } = first?.user ?? newcomer;
  return { username: email, password, ...(realm !== undefined && { realm }) };
}

/** What the development bar of the app needs to know. */
function describeBar({ tenant, accounts }: LocalTenant) {
  return {
    tenantUrl: tenant.issuer,
    accounts: accounts.map(({ user: { email, password, roles }, realm }) => ({
      ...{ email, password, roles },
      ...(realm !== undefined && { realm }),
    })),
  };
}

function isForDevelopment(env: Env): boolean {
  return env['NODE_ENV'] === 'development' || env['NODE_ENV'] === 'test';
}

/** Chooses the format of the log: readable lines on a terminal in development, otherwise JSON. */
async function logDestination({ environment }: Config): Promise<{ logTo?: DestinationStream }> {
  if (environment !== 'development' || !process.stdout.isTTY) return {};
  const { default: pretty } = await import('pino-pretty');
  return {
    logTo: pretty({ ignore: 'requestId', translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  };
}

/** Drains on the first SIGTERM or SIGINT and ignores later ones, because supervisors and npm send the signal twice. */
function stopOnSignal(timeLimit: number, close: () => Promise<void>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), timeLimit).unref();
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
      ? `Port ${error.port} is in use: stop the program that uses it, or set PORT, TENANT_PORT or METRICS_PORT to another.`
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
