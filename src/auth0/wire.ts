import { z } from 'zod';

/**
 * Rules for reading all answers of Auth0, including error bodies. A schema says which members are required and which are optional.
 *
 * - A member with the value `null` counts as missing.
 * - The texts `true` and `false` count as booleans ({@link flag}).
 * - An optional member of a wrong type counts as missing, and the log names the member once. The rest of the answer is used.
 * - An element of a list that is of a wrong type, or lacks a required member, is left out in the same way.
 * - An answer with a required member missing or of a wrong type cannot be used. {@link WireError} names the member.
 */

/** An answer of Auth0 lacks a required member. The message names members, but no values. */
export class WireError extends Error {
  override name = 'WireError';
}

/** Creates the error for an answer without a required member. */
export function lacking(member: string): WireError {
  return new WireError(`missing or of another type: ${member}`);
}

/** Reports a member that differs from Auth0's documentation, for example `identities.connection`. */
export type NoteOddMember = (member: string) => void;

/** Schema of a boolean, which some tenants send as text. */
export const flag = z.union([
  z.boolean(),
  z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }),
]);

/**
 * Reads an answer by the rules above.
 *
 * @param body - parsed JSON, or a text. Unreadable parts are removed from it
 * @throws {@link WireError} for an answer that lacks a required member
 */
export function read<Shape extends z.ZodType>(
  shape: Shape,
  body: unknown,
  noteOddMember: NoteOddMember = () => undefined,
): z.output<Shape> {
  const odd = new Set<string>();
  for (;;) {
    const parsed = shape.safeParse(body);
    if (parsed.success) {
      odd.forEach(noteOddMember);
      return parsed.data;
    }
    const paths = parsed.error.issues.map(({ path }) => path);
    const found = paths.map((path) => findUnreadable(body, path));
    const missing = paths.filter((_path, index) => found[index] === undefined);
    if (missing.length > 0) {
      const members = missing.map((path) => nameOf(path) || 'the body');
      throw lacking([...new Set(members)].join(', '));
    }
    const parts = found.filter((part) => part !== undefined);
    for (const { name, isNull } of parts) if (!isNull) odd.add(name);
    leaveOut(parts);
  }
}

/** A part of an answer that can be removed. */
interface UnreadablePart {
  holder: Record<PropertyKey, unknown>;
  key: PropertyKey;
  name: string;
  isNull: boolean;
}

/**
 * Finds the smallest part that can be removed to solve an issue: the member itself or, if the member is missing, the object that
 * lacks it. Returns undefined if that part is the whole answer.
 */
function findUnreadable(body: unknown, path: readonly PropertyKey[]): UnreadablePart | undefined {
  const values = [body];
  for (const key of path) values.push((values.at(-1) as UnreadablePart['holder'])[key]);
  const depth = values.at(-1) === undefined ? path.length - 1 : path.length;
  const key = path[depth - 1];
  if (key === undefined) return undefined;
  const holder = values[depth - 1] as UnreadablePart['holder'];
  return { holder, key, name: nameOf(path), isNull: values[depth] === null };
}

/** Removes members from objects and elements from lists. Removes all elements of a list at once, because each removal moves the rest. */
function leaveOut(parts: readonly UnreadablePart[]): void {
  const lists = new Map<unknown[], Set<PropertyKey>>();
  for (const { holder, key } of parts) {
    if (!Array.isArray(holder)) Reflect.deleteProperty(holder, key);
    else lists.set(holder, (lists.get(holder) ?? new Set()).add(key));
  }
  for (const [list, keys] of lists) {
    const rest = list.filter((_element, index) => !keys.has(index));
    list.length = 0;
    for (const element of rest) list.push(element);
  }
}

/** Returns the name of a member, without positions in lists. */
function nameOf(path: readonly PropertyKey[]): string {
  return path.filter((key) => typeof key === 'string').join('.');
}

/** Logs each unexpected member once per process. */
export class OddMembers {
  readonly #log: { warn: (details: object, message: string) => void };
  readonly #noted = new Set<string>();

  constructor(log: { warn: (details: object, message: string) => void }) {
    this.#log = log;
  }

  /** @param endpoint - path without IDs, for example `oauth/token` */
  of(endpoint: string): NoteOddMember {
    return (member) => {
      const key = `${endpoint} ${member}`;
      if (this.#noted.has(key)) return;
      this.#noted.add(key);
      this.#log.warn({ endpoint, member }, oddMember);
    };
  }
}

const oddMember =
  'An answer of Auth0 lacks a member, or has it with another type than documented: the gateway uses the rest of the answer';
