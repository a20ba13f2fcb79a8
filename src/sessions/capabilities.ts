import type { FactorType, RealmCapabilities } from '../identity/outcomes.ts';
import type { SessionsOptions } from './options.ts';

/** Facts that a sign-in page needs. A fact is undefined if the provider does not state it. */
export interface Capabilities {
  realms: (RealmCapabilities & { verifiedEmailRequired: boolean })[];
  secondFactors: FactorType[] | undefined;
}

/** Reads the provider's capabilities, and adds whether the gateway requires a verified e-mail address. */
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
