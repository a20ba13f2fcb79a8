import type { ServiceConfig } from './services.ts';

/** Secrets that ship with the local tenant carry this mark; production refuses them. */
const localSecretMark = 'NOT-FOR-PRODUCTION';

/** What is right by itself and wrong together. */
export function contradictions(env: Record<string, string | undefined>): string[] {
  const mistakes: string[] = [];
  if (env['AUTH0_REALMS'] && env['AUTH0_CONNECTION'] !== undefined) {
    mistakes.push('AUTH0_REALMS and AUTH0_CONNECTION are both set: one of them says it all');
  }
  const [id, secret] = ['AUTH0_MANAGEMENT_CLIENT_ID', 'AUTH0_MANAGEMENT_CLIENT_SECRET'] as const;
  if (env[id] && !env[secret]) mistakes.push(`${secret} is missing: ${id} is set`);
  if (env[secret] && !env[id]) mistakes.push(`${id} is missing: ${secret} is set`);
  if (env['JWKS_FILE_ONLY'] === 'true' && !env['JWKS_FILE']) {
    mistakes.push('JWKS_FILE is missing: JWKS_FILE_ONLY is set, and keys come from nowhere else');
  }
  if (
    env['METRICS_PORT'] &&
    env['METRICS_PORT'] !== '0' &&
    env['METRICS_PORT'] === (env['PORT'] ?? '4000')
  ) {
    mistakes.push('METRICS_PORT and PORT are the same: metrics are not for the public');
  }
  return mistakes;
}

/** What development may leave to a default. */
export function mistakesInProduction(
  env: Record<string, string | undefined>,
  services: Record<string, ServiceConfig>,
): string[] {
  const mistakes: string[] = [];
  for (const name of ['AUTH0_CLIENT_SECRET', 'AUTH0_MANAGEMENT_CLIENT_SECRET']) {
    if (!env[name]?.includes(localSecretMark)) continue;
    mistakes.push(`${name} is the one of the local tenant; production refuses it`);
  }
  if (Object.values(services).some(({ auth }) => auth === 'internal')) {
    const missing = ['GATEWAY_URL', 'STATE_DIR'].filter((name) => !env[name]);
    mistakes.push(
      ...missing.map((name) => `${name} is missing: services need it to know our tokens`),
    );
  }
  return mistakes;
}
