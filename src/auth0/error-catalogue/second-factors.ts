import type {
  EnrollRefusal,
  FactorRefusal,
  RefusalOf,
  VerifyRefusal,
} from '../../identity/outcomes.ts';
import { deniedByOwnCode, pipeline } from './login.ts';
import { limits, outages, type Row } from './row.ts';
import { tenantFaults } from './tenant-faults.ts';

const noSuchFactor = {
  kind: 'InvalidInput',
  field: 'factorId',
  message: 'There is no such factor, or it cannot be used here.',
} as const;

/** A token of a second factor's that is not good any more, whatever the endpoint says of it. */
const ended: Row<RefusalOf<'MfaTokenExpired'>>[] = [
  { code: /^expired_token$/, means: { kind: 'MfaTokenExpired' } },
  { text: /^malformed mfa_token|^mfa_token\b/i, means: { kind: 'MfaTokenExpired' } },
  // These endpoints know nothing but the token. A client that is refused has a code of its own.
  {
    endpoint: /^mfa\//,
    status: /^401$/,
    code: /^(?!invalid_client$|access_denied$)/,
    means: { kind: 'MfaTokenExpired' },
  },
  { code: /^insufficient_scope$/, means: { kind: 'MfaTokenExpired' } },
];

/** `GET` and `DELETE /mfa/authenticators`, `/mfa/challenge`. */
export const factors: Row<FactorRefusal>[] = [
  ...limits,
  ...ended,
  { code: /^(association_required|unsupported_challenge_type)$/, means: noSuchFactor },
  { endpoint: /^mfa\/authenticators\/./, status: /^404$/, means: noSuchFactor },
  { endpoint: /^mfa\/challenge/, text: /authenticator/i, means: noSuchFactor },
  ...tenantFaults,
  ...outages,
];

/** `/mfa/associate`. */
export const enroll: Row<EnrollRefusal>[] = [
  ...limits,
  { text: /already enrolled/i, means: { kind: 'AlreadyEnrolled' } },
  ...ended,
  {
    text: /phone.?number/i,
    means: { kind: 'InvalidInput', field: 'phoneNumber', message: 'This is no phone number.' },
  },
  {
    code: /^invalid_request$/,
    text: /\bemail\b/i,
    means: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
  },
  {
    text: /not (enabled|supported|allowed|configured)|disabled/i,
    means: { kind: 'FactorNotOffered' },
  },
  { code: /^unsupported_/, means: { kind: 'FactorNotOffered' } },
  ...tenantFaults,
  ...outages,
];

/** The MFA grants. */
export const verify: Row<VerifyRefusal>[] = [
  ...limits,
  ...ended,
  { code: /^authorization_pending$/, means: { kind: 'ApprovalPending', retryAfter: 5 } },
  { code: /^slow_down$/, means: { kind: 'ApprovalPending', retryAfter: 10 } },
  {
    code: /^(access_denied|invalid_grant)$/,
    text: /authorization rejected/i,
    means: { kind: 'InvalidCode' },
  },
  {
    code: /^invalid_grant$/,
    text: /\b(already|been) used\b/i,
    means: { kind: 'CodeAlreadyUsed' },
  },
  {
    code: /^invalid_request$/,
    text: /binding_code/i,
    means: { kind: 'InvalidInput', field: 'code', message: 'Send the code.' },
  },
  {
    code: /^invalid_request$/,
    text: /oob_code/i,
    means: { kind: 'MfaTokenExpired' },
  },
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, means: { kind: 'InvalidCode' } },
  deniedByOwnCode,
  ...outages,
];
