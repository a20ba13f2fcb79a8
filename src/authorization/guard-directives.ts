import { Kind, type DirectiveNode, type ValueNode } from 'graphql';
import type { Requirement } from '../errors.ts';

/** Argument of each guard that lists its scopes, permissions or roles. `@authenticated` has no argument. */
const argumentNames = new Map<string, keyof Requirement | undefined>([
  ['authenticated', undefined],
  ['requiresScopes', 'scopes'],
  ['requiresPermissions', 'permissions'],
  ['requiresRoles', 'roles'],
]);

/** A guard directive of the schema, and its mistakes. */
export interface Guard {
  requirement: Requirement;
  /** Mistakes of the guard. Each completes the sentence "`Order.total` has a guard …". */
  mistakes: string[];
}

/**
 * Reads a guard from a directive. Reads the argument from the syntax tree, because GraphQL's coercion would turn `["a", "b"]`
 * into `[["a"], ["b"]]`, which is an *or*.
 *
 * @returns undefined if the directive is not a guard
 */
export function readGuard({ name, arguments: given = [] }: DirectiveNode): Guard | undefined {
  const kind = argumentNames.get(name.value);
  if (!argumentNames.has(name.value)) return undefined;
  const mistakes: string[] = [];
  if (given.some((argument) => argument.name.value !== kind)) {
    mistakes.push('with an argument that has no effect');
  }
  if (!kind) return { requirement: {}, mistakes };

  const argument = given.find((argument) => argument.name.value === kind);
  const alternatives = argument ? readLists(argument.value) : [];
  if (!alternatives) {
    mistakes.push(
      'without a list of lists: write [["a", "b"]] for a and b, [["a"], ["b"]] for a or b',
    );
  } else if (namesNothing(alternatives)) {
    mistakes.push('that names nothing');
  } else if (kind === 'scopes' && !alternatives.flat().every(isScope)) {
    mistakes.push('with a scope that no token can hold (RFC 6749 §3.3)');
  }
  return { requirement: { [kind]: alternatives ?? [] }, mistakes };
}

function readLists(value: ValueNode): string[][] | undefined {
  if (value.kind !== Kind.LIST) return undefined;
  const lists = value.values.map(readNames);
  return lists.every((names) => names !== undefined) ? lists : undefined;
}

function readNames(value: ValueNode): string[] | undefined {
  if (value.kind !== Kind.LIST) return undefined;
  const names = value.values;
  return names.every((name) => name.kind === Kind.STRING)
    ? names.map(({ value }) => value)
    : undefined;
}

/**
 * Whether a guard has an empty list or an empty name. No caller satisfies `[]`, every caller satisfies `[[]]`, and `[[""]]` is a
 * mistake.
 */
function namesNothing(alternatives: readonly string[][]): boolean {
  return (
    alternatives.length === 0 || alternatives.some((all) => all.length === 0 || all.includes(''))
  );
}

/**
 * Whether RFC 6749 §3.3 allows a scope. `"read:a read:b"` would be two scopes, and some characters are not allowed in
 * `WWW-Authenticate`.
 */
function isScope(name: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]*$/.test(name);
}
