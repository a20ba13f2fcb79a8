import { isUnionType, type GraphQLSchema } from 'graphql';
import { Tally } from './tally.ts';

/** Audited operations, each with its field of `Mutation`. */
const fieldOf = {
  signup: 'signup',
  login: 'login',
  refresh: 'refresh',
  logout: 'logout',
  /** Logout of all sessions of a user. */
  logoutAll: 'logout',
  /** Logout of all other devices of a user. */
  logoutOthers: 'logout',
  endDevice: 'endDevice',
  challengeMfa: 'challengeMfa',
  verifyMfa: 'verifyMfa',
  enrollFactor: 'enrollFactor',
  removeFactor: 'removeFactor',
  reauthenticate: 'reauthenticate',
  requestPasswordReset: 'requestPasswordReset',
  changePassword: 'changePassword',
  resendVerificationEmail: 'resendVerificationEmail',
} as const;

/** Outcomes of the hook for changed passwords, which is not a field of the schema. */
const hookOutcomes = { passwordChanged: ['SignInsEnded', 'SignInsEnding'] } as const;

/** Name of an audited operation. */
export type AuditedOperation = keyof typeof fieldOf | keyof typeof hookOutcomes;

/** Creates the counter of audited operations, by operation and outcome. The outcomes are the types of the field's union. */
export function tallyOutcomes(schema: GraphQLSchema): Tally {
  const fields = schema.getMutationType()?.getFields() ?? {};
  const series = Object.entries(fieldOf).flatMap(([operation, field]) => {
    const type = fields[field]?.type;
    return isUnionType(type) ? type.getTypes().map(({ name }) => [operation, name]) : [];
  });
  const hooks = Object.entries(hookOutcomes).flatMap(([operation, outcomes]) =>
    outcomes.map((outcome) => [operation, outcome]),
  );
  return new Tally(['operation', 'outcome'], [...series, ...hooks]);
}

/** Outcome of an operation on a session or account. */
interface AuditedOutcome {
  kind: string;
  user?: { id: string };
  /** Reason of a refusal, if the kind does not tell it. For a denied sign-in, a text of the provider's tenant. */
  reason?: string | undefined;
  /** Whether the device of a sign-in is new to the user. */
  newDevice?: boolean | undefined;
  /** Transport of the session, if the outcome is one. */
  transport?: string;
}

/** The log of one request. Each line has the request's id and the client's address. */
interface RequestLog {
  info: (details: object, message: string) => void;
}

/**
 * Audit log: one line at level `info` for each operation on a session or account. A line contains the operation (`login`), its
 * outcome (`Session`, `InvalidCredentials`), the user's `sub` if it is known, the reason of a refusal, and for a login whether
 * the device is new. It never contains credentials.
 */
export class AuditLog {
  readonly #log: RequestLog;
  readonly #outcomes: Tally;

  /** @param outcomes - counts each line. Created by {@link tallyOutcomes} */
  constructor(log: RequestLog, outcomes: Tally) {
    this.#log = log;
    this.#outcomes = outcomes;
  }

  /**
   * Waits for the outcome of an operation, logs it and counts it.
   *
   * @param user - `sub` of the signed-in user. Default: the user in the outcome
   * @param typed - texts that the user typed. They are removed from the line, even if the tenant's reason repeats them
   */
  async record<Outcome extends AuditedOutcome>(
    operation: AuditedOperation,
    pending: Promise<Outcome>,
    user?: string,
    typed: object = {},
  ): Promise<Outcome> {
    const outcome = await pending;
    const sub = user ?? outcome.user?.id;
    const { kind, reason, transport, newDevice } = outcome;
    const event = {
      operation,
      outcome: kind,
      ...(transport !== undefined && { transport }),
      ...(reason !== undefined && { reason: withoutTyped(reason, typed) }),
      ...(sub !== undefined && { user: sub }),
      ...(newDevice !== undefined && { newDevice }),
    };
    this.#outcomes.add(operation, kind);
    this.#log.info(event, 'credential mutation');
    return outcome;
  }
}

/**
 * Removes texts that the user typed, and all e-mail addresses, from a reason, so that the log contains no names or secrets of
 * users.
 */
function withoutTyped(reason: string, typed: object): string {
  const values = Object.values(typed).filter(
    (value) => typeof value === 'string' && value.length > 2,
  );
  return values
    .reduce<string>((text, value) => text.replaceAll(value as string, '(input)'), reason)
    .replaceAll(/[^\s@]{1,64}@[^\s@]+/g, '(address)');
}
