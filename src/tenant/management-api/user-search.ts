import type { Refusal } from '../errors.ts';
import type { User } from '../users/user.ts';
import { invalid } from './validation.ts';

/** Tells whether a user matches a search. */
type Matches = (user: User) => boolean;

const members: ReadonlyMap<string, (user: User) => string | undefined> = new Map([
  ['email', ({ email }: User) => email],
  ['username', ({ username }: User) => username],
  ['user_id', ({ user_id }: User) => user_id],
  ['identities.connection', ({ connection }: User) => connection],
]);

/**
 * Parses a search. It has terms such as `email:"a@b.c"`, or `*` for all users, joined by `AND` and `OR`; `AND` binds closer. The
 * tenant supports only this part of the Lucene syntax of Auth0's search engine v3.
 *
 * @throws Refusal 400 for any other syntax
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 */
export function userSearch(q: string): Matches {
  const alternatives: Matches[][] = [[]];
  for (const { groups = {} } of clauses(q)) {
    if (groups['operator'] === 'OR') alternatives.push([]);
    alternatives.at(-1)?.push(matcherOf(groups));
  }
  return (user) => alternatives.some((terms) => terms.every((matches) => matches(user)));
}

/**
 * Matches a term, together with the operator before it, which the first term lacks. In a quoted value a backslash escapes one
 * character.
 */
const clausePattern =
  /(?:^\s*|\s+(?<operator>AND|OR)\s+)(?:\*|(?<name>[a-z_.]+):(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s"*?~^:()[\]{}\\]+)))(?=\s|$)/gu;

function clauses(q: string): RegExpExecArray[] {
  const found = [...q.matchAll(clausePattern)];
  const isAllOfIt = found.map(([clause]) => clause).join('') === q.trimEnd();
  if (found.length === 0 || !isAllOfIt) throw notUnderstood();
  return found;
}

function matcherOf({ name, quoted, bare }: Record<string, string | undefined>): Matches {
  if (name === undefined) return () => true;
  const memberOf = members.get(name);
  if (!memberOf) throw notUnderstood();
  const value = (quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare)?.toLowerCase();
  return (user) => memberOf(user)?.toLowerCase() === value;
}

function notUnderstood(): Refusal {
  const names = [...members.keys()].join(', ');
  return invalid(
    'Query',
    `'This tenant understands * and terms of ${names}, such as email:"a@b.c", joined by AND or OR' on property q.`,
  );
}
