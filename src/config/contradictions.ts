import { findMailContradictions } from './mail.ts';
import { findRedisContradictions } from './redis.ts';
import { nameServiceVariables, type ServiceConfig } from './services.ts';
import { isLoopback } from './values.ts';

type Env = Record<string, string | undefined>;

/** Text in every secret of the local tenant. Production refuses secrets that contain it. */
const localSecretMark = 'NOT-FOR-PRODUCTION';

/** Finds variables that contradict each other. Returns one line for each mistake. */
export function findContradictions(env: Env): string[] {
  const mistakes: string[] = [];
  if (env['AUTH0_REALMS'] && env['AUTH0_CONNECTION'] !== undefined) {
    mistakes.push('AUTH0_REALMS and AUTH0_CONNECTION are both set: set only one of them');
  }
  const [id, secret] = ['AUTH0_MANAGEMENT_CLIENT_ID', 'AUTH0_MANAGEMENT_CLIENT_SECRET'] as const;
  if (env[id] && !env[secret]) mistakes.push(`${secret} is missing: set it, or unset ${id}`);
  if (env[secret] && !env[id]) mistakes.push(`${id} is missing: set it, or unset ${secret}`);
  if (env['JWKS_FILE_ONLY'] === 'true' && !env['JWKS_FILE']) {
    mistakes.push('JWKS_FILE is missing: JWKS_FILE_ONLY=true takes keys only from that file');
  }
  mistakes.push(...findRedisContradictions(env), ...findMailContradictions(env));
  const { DEFAULT_TRANSPORT: transport, ALLOWED_TRANSPORTS: allowed } = env;
  if (transport && allowed && !allowed.includes(transport)) {
    mistakes.push(`DEFAULT_TRANSPORT is ${transport}, which ALLOWED_TRANSPORTS does not have`);
  }
  if (env['CLIENT_IP_HEADER'] && !env['TRUSTED_PROXIES']) {
    mistakes.push(
      'TRUSTED_PROXIES is missing: CLIENT_IP_HEADER is read only from the proxies that it lists',
    );
  }
  if (
    env['METRICS_PORT'] &&
    env['METRICS_PORT'] !== '0' &&
    env['METRICS_PORT'] === (env['PORT'] ?? '4000')
  ) {
    mistakes.push('METRICS_PORT and PORT are the same: give the metrics a port of their own');
  }
  return mistakes;
}

/** Finds values that are not allowed in production. Returns one line for each mistake. */
export function findProductionMistakes(
  env: Env,
  services: Record<string, ServiceConfig>,
): string[] {
  const mistakes: string[] = [];
  const secrets = ['AUTH0_CLIENT_SECRET', 'AUTH0_MANAGEMENT_CLIENT_SECRET', 'AUTH0_HOOK_SECRET'];
  for (const name of secrets) {
    if (env['REHEARSAL'] === 'true' || !env[name]?.includes(localSecretMark)) continue;
    mistakes.push(`${name} is the local tenant's, which is public: production refuses it`);
  }
  if (Object.values(services).some(({ auth }) => auth === 'internal')) {
    if (!env['GATEWAY_URL']) {
      mistakes.push(
        'GATEWAY_URL is missing: set it to the URL at which services reach the gateway, such as http://gateway.internal:4000; production needs it for internal tokens',
      );
    }
    if (!env['STATE_DIR']) {
      mistakes.push('STATE_DIR is missing: production needs it for internal tokens');
    }
  }
  return mistakes;
}

/**
 * Finds values that are not allowed in a rehearsal of production. Returns one line for each mistake. The gateway may listen at
 * and call only this machine, so that a rehearsal cannot serve users.
 */
export function findRehearsalMistakes(env: Env, services: Record<string, ServiceConfig>): string[] {
  if (env['REHEARSAL'] !== 'true') return [];
  const ofServices = Object.keys(services).map((name) => nameServiceVariables(name).url);
  const urls = ['GATEWAY_URL', 'REDIS_URL', 'SMTP_URL'];
  const names = ['HOST', 'AUTH0_DOMAIN', 'AUTH0_TENANT_DOMAIN', ...urls];
  const mistakes = [...names, ...ofServices]
    .filter((name) => env[name] !== undefined && !isLoopback(env[name]))
    .map(
      (name) =>
        `${name} leaves this machine, and REHEARSAL=true must not: set ${name} to localhost or a name under it, or unset REHEARSAL`,
    );
  if (env['REDIS_SENTINELS']) {
    mistakes.push(
      'REDIS_SENTINELS may lead away from this machine, and REHEARSAL=true must not: set REDIS_URL alone, or unset REHEARSAL',
    );
  }
  if ((env['NODE_ENV'] ?? 'production') !== 'production') {
    mistakes.push('REHEARSAL rehearses production: set NODE_ENV=production, or unset REHEARSAL');
  }
  return mistakes;
}
