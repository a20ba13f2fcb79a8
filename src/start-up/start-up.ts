import process from 'node:process';
import type { DestinationStream } from 'pino';
import { connectedBanner, localBanner } from './banner.ts';
import type { Config } from '../config/config.ts';
import type { DevelopmentBar, DevelopmentWeb } from '../gateway.ts';
import { findUnknownVariables, listVariables } from '../config/unknown-variables.ts';
import { startLocalTenant, type LocalTenant, type StartTenant } from './local-tenant.ts';
import { hasMistakes } from './mistakes.ts';
import { services } from '../services/services.ts';
import { findWithPassword, type Account } from '../tenant/accounts.ts';
import { tenantVariables } from '../tenant/variables.ts';
import { hasFileSystemHung } from '../store/time-limit.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { readWholeConfig } from './whole-config.ts';

type Env = Record<string, string | undefined>;

const serviceNames = Object.keys(services);
const knownVariables = [...listVariables(serviceNames), ...Object.keys(tenantVariables)];

/** Differences of a start in development. */
export interface StartOptions {
  /** Mistakes in the file that the environment comes from, one line each. They are printed with the other mistakes. */
  found?: readonly string[];
  /** Starts the local tenant. Default: in this process. */
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
    const accounts = await local?.accounts();
    // Imported only now, so that a start with mistakes does not wait for the import.
    const { startGateway } = await import('../gateway.ts');
    const gateway = await startGateway(config, {
      ...(await logDestination(config)),
      ...(local && { now: local.tenant.now }),
      exampleAccount: chooseExample(config, accounts),
      ...(web && { web }),
      ...(local && { bar: describeBar(local) }),
    });
    if (gateway.hookUrl !== undefined) local?.tenant.useHook(gateway.hookUrl);
    const close = async () => {
      await gateway.close();
      await local?.tenant.close();
    };
    stopOnSignal(config.shutdownDelay, close, inWords);
    console.log(
      local
        ? localBanner(gateway, config, local.tenant, accounts ?? [])
        : connectedBanner(gateway, config),
    );
    process.send?.('ready'); // Tells a process manager that the gateway is ready.
  } catch (error) {
    console.error(inWords(error));
    // A normal exit would wait forever for a file system that does not answer.
    if (hasFileSystemHung()) process.kill(process.pid, 'SIGKILL');
    process.exit(1);
  }
}

/** The same account that `Signup` of the explorer creates. */
const newcomer = { email: 'newcomer@example.com', password: 'Correct-Horse-7-Battery' };

/**
 * Chooses the account of the explorer's operations: a seeded user or, without one, the account that the explorer's sign-up
 * creates.
 */
function chooseExample({ auth0: { realms } }: Config, accounts: readonly Account[] = []) {
  const first = findWithPassword(accounts);
  const realm = realms.length > 1 ? (first?.realm ?? realms[0]?.name) : undefined;
  const { email, password = newcomer.password } = first?.user ?? newcomer;
  return { username: email, password, ...(realm !== undefined && { realm }) };
}

/** What the development bar of the app needs to know. */
function describeBar({ tenant, accounts }: LocalTenant): DevelopmentBar {
  return {
    tenantUrl: tenant.issuer,
    // The password of an account that has changed it is not known.
    accounts: async () =>
      (await accounts()).flatMap(({ user: { email, password, roles }, realm }) =>
        password === undefined
          ? []
          : [{ email, password, roles, ...(realm !== undefined && { realm }) }],
      ),
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
