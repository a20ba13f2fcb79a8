import { z } from 'zod';

/**
 * One reading of all answers of Auth0, error bodies included. A shape says which members an answer must have, and which it may have:
 *
 * - A member that is `null` is absent.
 * - The text `true` or `false` is a boolean ({@link flag}).
 * - An optional member of another type is unknown: it counts as absent, and the rest of the answer stands. The log names the member once.
 * - An element of a list that lacks a required member, or is itself of another type, is left out in the same way.
 * - An answer that lacks a required member, or has it with another type, cannot be read: {@link WireError} names the member.
 */

/** Thrown for an answer of Auth0 that lacks a required member. The message names members, but no values. */
export class WireError extends Error {
  override name = 'WireError';
}

/** Makes the error of an answer that lacks a member which this answer must have. */
export function lacking(member: string): WireError {
  return new WireError(`missing or of another type: ${member}`);
}

/** Notes a member that is not as Auth0 documents it, for example `identities.connection`. */
export type NoteOddMember = (member: string) => void;

/** A boolean, which some tenants send as text. */
export const flag = z.union([
  z.boolean(),
  z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }),
]);

/**
 * Reads an answer by the rule of this file.
 *
 * @param body - parsed JSON, or any text. The function removes from it what cannot be read.
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

/** A part of an answer that can be left out. */
interface UnreadablePart {
  holder: Record<PropertyKey, unknown>;
  key: PropertyKey;
  name: string;
  isNull: boolean;
}

/**
 * Finds the smallest part that can be left out because of one issue: the member itself or, where it is missing, the object that lacks
 * it. Undefined when that is the whole answer.
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

/** Removes members from objects and elements from lists, all elements of one list at once. */
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

/** Names a member, without the positions in lists. */
function nameOf(path: readonly PropertyKey[]): string {
  return path.filter((key) => typeof key === 'string').join('.');
}

/** Logs each odd member once in the life of the process. */
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
  'Auth0 leaves a member out, or sends it with another type than it documents: the gateway uses the rest of the answer';
