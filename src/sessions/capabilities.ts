import type { FactorType, RealmCapabilities } from '../identity/outcomes.ts';
import type { SessionsOptions } from './options.ts';

/** Facts that forms need. A fact that the provider does not tell is undefined. */
export interface Capabilities {
  realms: (RealmCapabilities & { verifiedEmailRequired: boolean })[];
  secondFactors: FactorType[] | undefined;
}

/** Reads what the provider offers, and adds the gateway's own rules. */
export async function readCapabilities({
  identity,
  requireVerifiedEmail,
}: Pick<SessionsOptions, 'identity' | 'requireVerifiedEmail'>): Promise<Capabilities> {
  const { realms, secondFactors } = await identity.capabilities();
  return {
    realms: realms.map((realm) => ({ ...realm, verifiedEmailRequired: requireVerifiedEmail })),
    secondFactors,
  };
}
