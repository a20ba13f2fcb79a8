import type { FactorType, RealmCapabilities } from '../identity/outcomes.ts';
import type { SessionsOptions } from './options.ts';

/** Facts that forms need. A fact is undefined when the provider does not state it. */
export interface Capabilities {
  realms: (RealmCapabilities & { verifiedEmailRequired: boolean })[];
  secondFactors: FactorType[] | undefined;
}

/** Reads the capabilities of the provider, and adds whether the gateway requires a verified e-mail address. */
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
