import type { CommonRefusal, RefusalOf, VerificationRefusal } from '../../identity/outcomes.ts';
import { faultOf, type CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';

const nobody = { status: /^404$/, code: /^inexistent_user$/ };

/** The Management API, and the token endpoint as its machine token is asked for. */
export const management: CatalogueEntry<CommonRefusal>[] = [
  ...limits,
  { endpoint: /^oauth\/token$/, status: /^4/, ...faultOf('managementClient') },
  { status: /^401$/, ...faultOf('managementClient') },
  { status: /^403$/, ...faultOf('managementScopes') },
  ...outages,
];

/** Somebody's own account: without one nobody's password is right. */
export const account: CatalogueEntry<CommonRefusal | RefusalOf<'InvalidCredentials'>>[] = [
  { ...nobody, refusal: { kind: 'InvalidCredentials' } },
  ...management,
];

/** The job that sends a verification mail. */
export const verificationEmail: CatalogueEntry<VerificationRefusal>[] = [
  {
    ...nobody,
    refusal: {
      kind: 'InvalidInput',
      field: 'verificationToken',
      message: 'There is no such account any more.',
    },
  },
  { status: /^400$/, text: /already verified/i, refusal: { kind: 'EmailAlreadyVerified' } },
  ...management,
];
