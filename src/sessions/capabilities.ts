import type { FactorType, RealmCapabilities } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';

/** What forms need to know; what nobody tells is undefined. */
export interface Capabilities {
  realms: (RealmCapabilities & { verifiedEmailRequired: boolean })[];
  secondFactors: FactorType[] | undefined;
}

/** What the provider offers, and what this gateway makes of it. */
export async function capabilities({
  identity,
  requireVerifiedEmail,
}: {
  identity: IdentityProvider;
  requireVerifiedEmail: boolean;
}): Promise<Capabilities> {
  const { realms, secondFactors } = await identity.capabilities();
  return {
    realms: realms.map((realm) => ({ ...realm, verifiedEmailRequired: requireVerifiedEmail })),
    secondFactors,
  };
}
