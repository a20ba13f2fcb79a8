import { cleanText } from './clean-text.ts';

/** Value of something that an event has changed. */
export type AuditedValue = string | number | boolean | null | readonly string[];

/** Values by name, for example `{ roles: ['editor'] }`. Never a secret. */
export type AuditedValues = Readonly<Record<string, AuditedValue>>;

/** What an operation has changed. */
export interface AuditedChange {
  /** Values before the operation. Undefined if the operation has created something. */
  before?: AuditedValues | undefined;
  /** Values after the operation. Undefined if the operation has removed something. */
  after?: AuditedValues | undefined;
}

/**
 * One event of the audit trail: who did what to whom, from where, and how it ended. Each event has this shape: in the log, in the
 * saved trail, and in the answer of `auditEvents`. No text in it can start a line or hide a part of another one.
 */
export interface AuditEvent extends AuditedChange {
  /** Time of the event: UTC, ISO 8601, with milliseconds. */
  time: string;
  /** Name of the operation, for example `login`. For a denied field its name, for example `auditEvents` or `User.email`. */
  operation: string;
  /** Type of the answer, for example `Session` or `InvalidCredentials`, or the code of an error, for example `FORBIDDEN`. */
  outcome: string;
  /** Reason of a refusal, if the outcome does not tell it. */
  reason?: string | undefined;
  /** Id (`sub`) of the user who acted. Undefined if unknown. */
  actor?: string | undefined;
  /** Id (`sub`) of the user to whom it happened. Undefined if unknown. */
  subject?: string | undefined;
  /** Keyed digest of the name that was typed. The same for each event about one name. */
  subjectDigest?: string | undefined;
  /** IP address of the client. */
  address?: string | undefined;
  /** Name of the client, for example `Firefox on Windows`. */
  client?: string | undefined;
  /** Id of the request, as in other lines of the log and in `X-Request-Id`. */
  requestId?: string | undefined;
}

/** Messages of the log lines of events. Each tells the kind of event. */
export const auditMessages = [
  'credential mutation',
  'administrative act',
  'permission denied',
] as const;

/** One of {@link auditMessages}. */
export type AuditMessage = (typeof auditMessages)[number];

const texts = [
  ...(['time', 'operation', 'outcome', 'reason', 'actor', 'subject', 'subjectDigest'] as const),
  ...(['address', 'client', 'requestId'] as const),
];

/** Maximum number of values in `before` or `after`, and of texts in one value. */
const maxValues = 50;
/** Maximum size of an event with a change, as JSON (bytes). */
export const maxEventSize = 4096;
/** Values in place of those that would make an event too large. */
const tooLarge = { omitted: 'too large' };

/** Cleans all texts of an event, cuts what is too long, and leaves out members without a value. */
export function cleanEvent(event: AuditEvent): AuditEvent {
  const clean = {} as AuditEvent;
  for (const name of texts) {
    const text = event[name];
    if (text !== undefined) clean[name] = cleanText(text);
  }
  const { before, after } = event;
  if (!before && !after) return clean;
  const whole = {
    ...clean,
    ...(before && { before: cleanValues(before) }),
    ...(after && { after: cleanValues(after) }),
  };
  if (Buffer.byteLength(JSON.stringify(whole)) <= maxEventSize) return whole;
  return { ...clean, ...(before && { before: tooLarge }), ...(after && { after: tooLarge }) };
}

function cleanValues(values: AuditedValues): AuditedValues {
  return Object.fromEntries(
    Object.entries(values)
      .slice(0, maxValues)
      .map(([name, value]) => [cleanText(name), cleanValue(value)]),
  );
}

function cleanValue(value: AuditedValue): AuditedValue {
  if (typeof value === 'string') return cleanText(value);
  if (!isList(value)) return value;
  return value.slice(0, maxValues).map(cleanText);
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

/**
 * Reads an event that was saved. Its texts are not cleaned again.
 *
 * @returns undefined for a text that is not an event, for example a line that a crash has cut off
 */
export function parseEvent(text: string): AuditEvent | undefined {
  try {
    const saved = JSON.parse(text) as unknown;
    return isEvent(saved) ? saved : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(saved: unknown): saved is AuditEvent {
  if (typeof saved !== 'object' || saved === null) return false;
  const event = saved as Record<string, unknown>;
  const isRequired = (name: string) => ['time', 'operation', 'outcome'].includes(name);
  return (
    texts.every(
      (name) => typeof event[name] === 'string' || (!(name in event) && !isRequired(name)),
    ) &&
    [event['before'], event['after']].every((values) => values === undefined || isValues(values))
  );
}

function isValues(values: unknown): values is AuditedValues {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return false;
  return Object.values(values).every(
    (value) =>
      value === null ||
      ['string', 'number', 'boolean'].includes(typeof value) ||
      (isList(value) && value.every((one) => typeof one === 'string')),
  );
}
