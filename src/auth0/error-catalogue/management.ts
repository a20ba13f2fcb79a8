import type { CommonRefusal, RefusalOf, VerificationRefusal } from '../../identity/outcomes.ts';
import { faultOf, limits, outages, type Row } from './row.ts';

const nobody = { status: /^404$/, code: /^inexistent_user$/ };

/** The Management API, and the token endpoint as its machine token is asked for. */
export const management: Row<CommonRefusal>[] = [
  ...limits,
  { endpoint: /^oauth\/token$/, status: /^4/, ...faultOf('managementClient') },
  { status: /^401$/, ...faultOf('managementClient') },
  { status: /^403$/, ...faultOf('managementScopes') },
  ...outages,
];

/** Somebody's own account: without one nobody's password is right. */
export const account: Row<CommonRefusal | RefusalOf<'InvalidCredentials'>>[] = [
  { ...nobody, means: { kind: 'InvalidCredentials' } },
  ...management,
];

/** The job that sends a verification mail. */
export const verificationEmail: Row<VerificationRefusal>[] = [
  {
    ...nobody,
    means: {
      kind: 'InvalidInput',
      field: 'verificationToken',
      message: 'There is no such account any more.',
    },
  },
  { status: /^400$/, text: /already verified/i, means: { kind: 'EmailAlreadyVerified' } },
  ...management,
];
