import type { AuditTrail } from './audit-trail.ts';
import type { AuditedChange, AuditMessage } from './event.ts';
import type { AuditedOperation } from './operations.ts';

/** Outcome of an audited operation. */
export interface AuditedOutcome {
  kind: string;
  /** User of the outcome. */
  user?: { id: string };
  /** Reason of a refusal, if the kind does not tell it. For a denied sign-in, a text of the provider's tenant. */
  reason?: string | undefined;
  /** Whether the device of a sign-in is new to the user. */
  newDevice?: boolean | undefined;
  /** Transport of the session, if the outcome is one. */
  transport?: string;
}

/** User to whom an operation happens: their id (`sub`), or the keyed digest of a name that was typed. */
export interface AuditedSubject {
  id?: string | undefined;
  digest?: string | undefined;
}

/** Facts about an operation of a user on their own account. */
export interface OperationFacts<Outcome> {
  /** Id (`sub`) of the signed-in user, or a function that knows it at the end. Default: the user in the outcome. */
  user?: string | (() => string | undefined) | undefined;
  /** The user of a refused operation, as far as known. Default: the user. */
  subject?: AuditedSubject | Promise<AuditedSubject> | undefined;
  /** Texts that the user typed. They are removed from the reason, even if the provider's tenant repeats them. */
  typed?: object;
  /** Whether the operation has given an event already, by a part of it. Asked at its end. Default: it has not. */
  isRecorded?: () => boolean;
  /** Reads from an outcome what the operation has changed. Default: nothing, unless the outcome is a session. */
  change?: (outcome: Outcome) => AuditedChange | undefined;
}

/** Facts about an administrative act. */
export interface ActFacts<Outcome> {
  /** Id (`sub`) of the administrator. Default: none, for an act of the operator. */
  actor?: string | undefined;
  /** Id (`sub`) of the user whom the act concerns, or a function that reads it from the outcome. Default: nobody. */
  subject?: string | ((outcome: Outcome) => string | undefined) | undefined;
  /** Texts that the administrator typed and that must not appear in the reason. Default: none. */
  typed?: object;
  /** Reads from an outcome what the act has changed. Undefined for a refusal. */
  change: (outcome: Outcome) => AuditedChange | undefined;
}

/** Facts about a request, in each of its events. */
export interface RequestFacts {
  /** Undefined for an act of the operator. */
  requestId?: string | undefined;
  /** IP address of the user. */
  clientIp?: string | undefined;
  /** Returns the name of the client. Called once for each event. Default: none. */
  clientName?: () => string | undefined;
}

/**
 * Records the audit events of one request. Each operation gives one event, whatever its outcome: also if it throws. Nothing waits
 * until the event is saved, and recording never throws.
 */
export class AuditLog {
  readonly #trail: AuditTrail;
  readonly #request: RequestFacts;

  constructor(trail: AuditTrail, request: RequestFacts) {
    this.#trail = trail;
    this.#request = request;
  }

  /**
   * Waits for the outcome of an operation on the user's own sessions or account, and records it.
   *
   * @returns the outcome, unchanged
   * @throws the error of the operation, unchanged
   */
  async record<Outcome extends AuditedOutcome>(
    operation: AuditedOperation,
    pending: Promise<Outcome>,
    facts: OperationFacts<Outcome> = {},
  ): Promise<Outcome> {
    const { user, typed, isRecorded, change = changeOfSession } = facts;
    const subject = knownOf(facts.subject);
    const write = async (ended: Ended<Outcome>) => {
      if (isRecorded?.()) return;
      const signedIn = typeof user === 'function' ? user() : user;
      const actor = signedIn ?? ended.outcome?.user?.id;
      const { id = actor, digest } = await subject;
      this.#write('credential mutation', operation, ended, {
        ...{ actor, subject: id, subjectDigest: digest, typed },
        change: ended.outcome && change(ended.outcome),
      });
    };
    return this.#follow(pending, write);
  }

  /**
   * Waits for the outcome of an administrative act, and records it. A successful act is saved apart from all other events, so that
   * a flood of them does not push it out of the trail.
   *
   * @param operation - field of `Mutation`
   * @returns the outcome, unchanged
   * @throws the error of the act, unchanged
   */
  async act<Outcome extends AuditedOutcome>(
    operation: string,
    pending: Promise<Outcome>,
    { actor, subject, typed, change }: ActFacts<Outcome>,
  ): Promise<Outcome> {
    return this.#follow(pending, (ended) => {
      const { outcome } = ended;
      const id = typeof subject === 'function' ? outcome && subject(outcome) : subject;
      this.#write('administrative act', operation, ended, {
        ...{ actor, subject: id, typed },
        change: outcome && change(outcome),
      });
    });
  }

  /**
   * Records that the gateway has denied a field to a user.
   *
   * @param operation - the field: `auditEvents` for one of `Query` or `Mutation`, else with its type, `User.email`
   * @param reason - what the user lacks, in English
   */
  deny(operation: string, reason: string, actor: string | undefined): void {
    const ended = { kind: 'FORBIDDEN', outcome: undefined, reason };
    this.#write('permission denied', operation, ended, { actor });
  }

  async #follow<Outcome extends AuditedOutcome>(
    pending: Promise<Outcome>,
    write: (ended: Ended<Outcome>) => void | Promise<void>,
  ): Promise<Outcome> {
    let outcome: Outcome;
    try {
      outcome = await pending;
    } catch (error) {
      const kind = codeOf(error);
      // The gateway records a denied field when it sends its answer.
      if (kind !== 'FORBIDDEN') await write({ kind, outcome: undefined, reason: undefined });
      throw error;
    }
    await write({ kind: outcome.kind, outcome, reason: outcome.reason });
    return outcome;
  }

  #write(
    message: AuditMessage,
    operation: string,
    { kind, reason }: Ended<unknown>,
    { typed = {}, change, ...who }: EventFacts,
  ): void {
    const { requestId, clientIp, clientName } = this.#request;
    this.#trail.write(message, {
      ...{ operation, outcome: kind, ...who, ...change },
      reason: reason === undefined ? undefined : withoutTyped(reason, typed),
      ...{ address: clientIp, client: clientName?.(), requestId },
    });
  }
}

/** End of an operation. `kind` is the kind of the outcome, or the code of the error. */
interface Ended<Outcome> {
  kind: string;
  /** Undefined if the operation has thrown. */
  outcome: Outcome | undefined;
  reason: string | undefined;
}

interface EventFacts {
  actor?: string | undefined;
  subject?: string | undefined;
  subjectDigest?: string | undefined;
  typed?: object | undefined;
  change?: AuditedChange | undefined;
}

/** Waits for a subject. It is unknown if it cannot be read, because that must not fail the operation. */
async function knownOf(subject: OperationFacts<never>['subject']): Promise<AuditedSubject> {
  try {
    return (await subject) ?? {};
  } catch {
    return {};
  }
}

/** Returns the session that a login or refresh has created, or that a logout has ended. */
function changeOfSession({ kind, transport, newDevice }: AuditedOutcome): AuditedChange {
  if (transport === undefined) return {};
  if (kind === 'LoggedOut') return { before: { transport } };
  return { after: { transport, ...(newDevice !== undefined && { newDevice }) } };
}

/** Returns the code of an error that a client receives. */
function codeOf(error: unknown): string {
  const { extensions } = (error ?? {}) as { extensions?: { code?: unknown } };
  return typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
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
