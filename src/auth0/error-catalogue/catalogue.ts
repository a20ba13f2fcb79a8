import type {
  CommonRefusal,
  EnrollRefusal,
  FactorRefusal,
  Refusal,
  RefusalOf,
  RefreshRefusal,
  SignInRefusal,
  SignUpRefusal,
  VerificationRefusal,
  VerifyRefusal,
} from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import { refresh, signIn } from './login.ts';
import { account, directory, management, newUser, verificationEmail } from './management.ts';
import type { CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';
import { enroll, factors, verify } from './second-factors.ts';
import { requestPasswordReset, signUp } from './sign-up.ts';
import { tenantFaults } from './tenant-faults.ts';

/** Meaning of an unsuccessful answer. The client receives the refusal. `setting` and `note` are for the log. */
export interface InterpretedAnswer<R extends Refusal = Refusal> extends Pick<
  CatalogueEntry<R>,
  'setting' | 'note'
> {
  refusal: R;
}

/** The refusals of each operation that Auth0 can refuse. */
export interface RefusalsByOperation {
  signIn: SignInRefusal;
  refresh: RefreshRefusal;
  signUp: SignUpRefusal;
  revoke: CommonRefusal;
  factors: FactorRefusal;
  enroll: EnrollRefusal;
  verify: VerifyRefusal;
  requestPasswordReset: CommonRefusal;
  account: CommonRefusal | RefusalOf<'InvalidCredentials'>;
  management: CommonRefusal;
  verificationEmail: VerificationRefusal;
  directory: CommonRefusal;
  newUser: CommonRefusal | RefusalOf<'UserExists'>;
}

/**
 * Unsuccessful answers of Auth0, by operation. The first entry that matches an answer applies.
 *
 * @see https://auth0.com/docs/api/authentication
 */
const catalogue: {
  [Operation in keyof RefusalsByOperation]: CatalogueEntry<RefusalsByOperation[Operation]>[];
} = {
  signIn,
  refresh,
  signUp,
  revoke: [...limits, ...tenantFaults, ...outages],
  factors,
  enroll,
  verify,
  requestPasswordReset,
  account,
  management,
  verificationEmail,
  directory,
  newUser,
};

/**
 * Finds the meaning of an unsuccessful answer.
 *
 * @returns undefined if no entry matches
 */
export function interpretAnswer<Operation extends keyof RefusalsByOperation>(
  operation: Operation,
  answer: Auth0Answer,
): InterpretedAnswer<RefusalsByOperation[Operation]> | undefined {
  const entry = catalogue[operation].find(
    ({ status, code, text, name, endpoint }) =>
      (status?.test(String(answer.status)) ?? true) &&
      (code?.test(answer.code) ?? true) &&
      (text?.test(answer.text) ?? true) &&
      (name?.test(answer.name) ?? true) &&
      (endpoint?.test(answer.endpoint) ?? true),
  );
  if (!entry) return undefined;
  const refusal = typeof entry.refusal === 'function' ? entry.refusal(answer) : entry.refusal;
  const { setting, note } = entry;
  return { refusal, ...(setting && { setting }), ...(note && { note }) };
}
