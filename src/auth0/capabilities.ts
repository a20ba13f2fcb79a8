import type { FactorType, ProviderCapabilities, RealmCapabilities } from '../identity/outcomes.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { enrollable, factorTypesNamed } from './factor-types.ts';
import type { ManagementAPI } from './management-api.ts';
import { describeRules, listPolicyRules } from './password-policy.ts';
import type { Attempt } from './refusals.ts';

/** Reads and caches settings of the tenant through the Management API. A setting is undefined if it is not known. */
export interface TenantReader {
  connection: (name: string, ask: Ask) => Promise<ConnectionOptions | undefined>;
  guardianFactors: (ask: Ask) => Promise<string[] | undefined>;
}

/** The Management API, and the function that calls it. `api` is undefined if the gateway has no credentials for that API. */
export interface Ask {
  api: ManagementAPI | undefined;
  attempt: Attempt;
}

/** Milliseconds until settings are read again: `lifetime` after a success, `cooldown` after a failure. */
const [lifetime, cooldown] = [300_000, 15_000];

/**
 * Creates the {@link TenantReader} of the process. It caches settings, because they rarely change and sign-in pages read them
 * often.
 */
export function tenantReader(now: () => Date): TenantReader {
  const kept = new Map<string, { value: Promise<unknown>; until: number }>();

  function remember<Value>(key: string, look: () => Promise<Value | undefined>) {
    const known = kept.get(key);
    if (known && now().getTime() < known.until) return known.value as Promise<Value | undefined>;
    const entry = { value: look(), until: now().getTime() + lifetime };
    kept.set(key, entry);
    void entry.value.then((value) => {
      if (value === undefined) entry.until = now().getTime() + cooldown;
    });
    return entry.value;
  }

  return {
    connection: (name, { api, attempt }) =>
      remember(`connection ${name}`, async () => {
        const found = await attempt('management', async () => api?.connection(name));
        return found && 'kind' in found ? undefined : found;
      }),
    guardianFactors: ({ api, attempt }) =>
      remember('factors', async () => {
        const found = await attempt('management', async () => api?.guardianFactors());
        return Array.isArray(found) ? found : undefined;
      }),
  };
}

/** Reads the capabilities of all realms, and the second factors that the tenant offers. */
export async function readCapabilities(
  connections: ReadonlyMap<string, string | undefined>,
  tenant: TenantReader,
  ask: Ask,
): Promise<ProviderCapabilities> {
  const [names, ...described] = await Promise.all([
    tenant.guardianFactors(ask),
    ...[...connections].map((realm) => readRealm(realm, tenant, ask)),
  ]);
  return { realms: described, secondFactors: names && factorTypesNamed(names) };
}

/** Lists the second factors that a user can enroll. Returns undefined if the tenant's settings are not known. */
export async function enrollableFactors(
  tenant: TenantReader,
  ask: Ask,
): Promise<FactorType[] | undefined> {
  const names = await tenant.guardianFactors(ask);
  return names && enrollable(factorTypesNamed(names));
}

async function readRealm(
  [name, connection]: readonly [name: string, connection: string | undefined],
  tenant: TenantReader,
  ask: Ask,
): Promise<RealmCapabilities> {
  const options = connection === undefined ? undefined : await tenant.connection(connection, ask);
  const rules = options && listPolicyRules(options);
  return {
    name,
    identifiers: options && identifiersOf(options),
    passwordRules: rules && describeRules(rules),
    signupOpen: connection === undefined ? false : options && !options.disable_signup,
  };
}

function identifiersOf(options: ConnectionOptions): NonNullable<RealmCapabilities['identifiers']> {
  const { attributes, requires_username } = options;
  if (!attributes) return requires_username ? ['EMAIL', 'USERNAME'] : ['EMAIL'];
  return [
    ...(attributes.email?.identifier?.active ? (['EMAIL'] as const) : []),
    ...(attributes.username?.identifier?.active ? (['USERNAME'] as const) : []),
    ...(attributes.phone_number?.identifier?.active ? (['PHONE'] as const) : []),
  ];
}
