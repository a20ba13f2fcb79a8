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
import { account, management, verificationEmail } from './management.ts';
import { limits, outages, type Row } from './row.ts';
import { enroll, factors, verify } from './second-factors.ts';
import { requestPasswordReset, signUp } from './sign-up.ts';
import { tenantFaults } from './tenant-faults.ts';

/** What an answer means: for the client, and for the log. */
export interface Meaning<R extends Refusal = Refusal> extends Pick<Row<R>, 'setting' | 'note'> {
  refusal: R;
}

/** The operations that Auth0 can decline, each with the refusals that can come of it. */
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
}

/**
 * Every refusal of Auth0's, by operation. The first row that matches decides.
 *
 * @see https://auth0.com/docs/api/authentication
 */
const catalogue: {
  [Operation in keyof RefusalsByOperation]: Row<RefusalsByOperation[Operation]>[];
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
};

/**
 * Looks an answer up.
 *
 * @returns undefined when no row knows it
 */
export function meaningOf<Operation extends keyof RefusalsByOperation>(
  operation: Operation,
  answer: Auth0Answer,
): Meaning<RefusalsByOperation[Operation]> | undefined {
  const row = catalogue[operation].find(
    ({ status, code, text, name, endpoint }) =>
      (status?.test(String(answer.status)) ?? true) &&
      (code?.test(answer.code) ?? true) &&
      (text?.test(answer.text) ?? true) &&
      (name?.test(answer.name) ?? true) &&
      (endpoint?.test(answer.endpoint) ?? true),
  );
  if (!row) return undefined;
  const refusal = typeof row.means === 'function' ? row.means(answer) : row.means;
  const { setting, note } = row;
  return { refusal, ...(setting && { setting }), ...(note && { note }) };
}
