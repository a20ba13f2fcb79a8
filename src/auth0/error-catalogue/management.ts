import type { CommonRefusal, VerificationRefusal } from '../../identity/outcomes.ts';
import { faultOf, limits, outages, type Row } from './row.ts';

/** The Management API, and the token endpoint as its machine token is asked for. */
export const management: Row<CommonRefusal>[] = [
  ...limits,
  { endpoint: /^oauth\/token$/, status: /^4/, ...faultOf('managementClient') },
  { status: /^401$/, ...faultOf('managementClient') },
  { status: /^403$/, ...faultOf('managementScopes') },
  ...outages,
];

/** The job that sends a verification mail. */
export const verificationEmail: Row<VerificationRefusal>[] = [
  { status: /^400$/, text: /already verified/i, means: { kind: 'EmailAlreadyVerified' } },
  ...management,
];
