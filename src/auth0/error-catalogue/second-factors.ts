import type {
  EnrollRefusal,
  FactorRefusal,
  RefusalOf,
  VerifyRefusal,
} from '../../identity/outcomes.ts';
import { deniedByOwnCode, pipeline } from './login.ts';
import type { CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';
import { tenantFaults } from './tenant-faults.ts';

const noSuchFactor = {
  kind: 'InvalidInput',
  field: 'factorId',
  message: 'There is no such factor, or the gateway cannot use it.',
} as const;

/** Refusals of an expired or invalid token of the MFA API. Each endpoint uses another text. */
const ended: CatalogueEntry<RefusalOf<'MfaTokenExpired'>>[] = [
  { code: /^expired_token$/, refusal: { kind: 'MfaTokenExpired' } },
  { text: /^malformed mfa_token|^mfa_token\b/i, refusal: { kind: 'MfaTokenExpired' } },
  // These endpoints have no other credential than the token and those of the client, whose refusals have other codes.
  {
    endpoint: /^mfa\//,
    status: /^401$/,
    code: /^(?!invalid_client$|access_denied$)/,
    refusal: { kind: 'MfaTokenExpired' },
  },
  { code: /^insufficient_scope$/, refusal: { kind: 'MfaTokenExpired' } },
];

/** Refusals of `GET` and `DELETE /mfa/authenticators` and of `POST /mfa/challenge`. */
export const factors: CatalogueEntry<FactorRefusal>[] = [
  ...limits,
  ...ended,
  { code: /^(association_required|unsupported_challenge_type)$/, refusal: noSuchFactor },
  { endpoint: /^mfa\/authenticators\/./, status: /^404$/, refusal: noSuchFactor },
  { endpoint: /^mfa\/challenge/, text: /authenticator/i, refusal: noSuchFactor },
  ...tenantFaults,
  ...outages,
];

/** Refusals of `POST /mfa/associate`. */
export const enroll: CatalogueEntry<EnrollRefusal>[] = [
  ...limits,
  { text: /already enrolled/i, refusal: { kind: 'AlreadyEnrolled' } },
  ...ended,
  {
    text: /phone.?number/i,
    refusal: { kind: 'InvalidInput', field: 'phoneNumber', message: 'This is not a phone number.' },
  },
  {
    code: /^invalid_request$/,
    text: /\bemail\b/i,
    refusal: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
  },
  {
    text: /not (enabled|supported|allowed|configured)|disabled/i,
    refusal: { kind: 'FactorNotOffered' },
  },
  { code: /^unsupported_/, refusal: { kind: 'FactorNotOffered' } },
  ...tenantFaults,
  ...outages,
];

/** Refusals of the MFA grants. */
export const verify: CatalogueEntry<VerifyRefusal>[] = [
  ...limits,
  ...ended,
  { code: /^authorization_pending$/, refusal: { kind: 'ApprovalPending', retryAfter: 5 } },
  { code: /^slow_down$/, refusal: { kind: 'ApprovalPending', retryAfter: 10 } },
  {
    code: /^(access_denied|invalid_grant)$/,
    text: /authorization rejected/i,
    refusal: { kind: 'InvalidCode' },
  },
  {
    code: /^invalid_grant$/,
    text: /\b(already|been) used\b/i,
    refusal: { kind: 'CodeAlreadyUsed' },
  },
  {
    code: /^invalid_request$/,
    text: /binding_code/i,
    refusal: { kind: 'InvalidInput', field: 'code', message: 'Send the code.' },
  },
  {
    code: /^invalid_request$/,
    text: /oob_code/i,
    refusal: { kind: 'MfaTokenExpired' },
  },
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, refusal: { kind: 'InvalidCode' } },
  deniedByOwnCode,
  ...outages,
];
