import type { CommonRefusal, RefusalOf, VerificationRefusal } from '../../identity/outcomes.ts';
import { faultOf, type CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';

const nobody = { status: /^404$/, code: /^inexistent_user$/ };

/** Refusals of the Management API, and of the request for its access token. */
export const management: CatalogueEntry<CommonRefusal>[] = [
  ...limits,
  { endpoint: /^oauth\/token$/, status: /^4/, ...faultOf('managementClient') },
  { status: /^401$/, ...faultOf('managementClient') },
  { status: /^403$/, ...faultOf('managementScopes') },
  ...outages,
];

/** Refusals of operations on the caller's own account. A deleted account is refused in the same way as a wrong password. */
export const account: CatalogueEntry<CommonRefusal | RefusalOf<'InvalidCredentials'>>[] = [
  { ...nobody, refusal: { kind: 'InvalidCredentials' } },
  ...management,
];

/** Refusals of the job that sends a verification mail. */
export const verificationEmail: CatalogueEntry<VerificationRefusal>[] = [
  {
    ...nobody,
    refusal: {
      kind: 'InvalidInput',
      field: 'verificationToken',
      message: 'This account no longer exists.',
    },
  },
  { status: /^400$/, text: /already verified/i, refusal: { kind: 'EmailAlreadyVerified' } },
  ...management,
];

/** Refusals of reads and writes of a user whom an administrator names. */
export const directory: CatalogueEntry<CommonRefusal>[] = [
  {
    status: /^404$/,
    code: /^(inexistent_\w+|not_found)$|^$/,
    endpoint: /^api\/v2\/(users|roles)\//,
    refusal: { kind: 'InvalidInput', field: 'id', message: 'There is no such account.' },
  },
  ...management,
];

/** Refusals of the creation of a user by an administrator. */
export const newUser: CatalogueEntry<CommonRefusal | RefusalOf<'UserExists'>>[] = [
  { status: /^409$/, refusal: { kind: 'UserExists' } },
  ...management,
];
