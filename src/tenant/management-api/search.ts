import type { Refusal } from '../errors.ts';
import { invalid } from './validation.ts';

/** Members of an item that a search can name, each with the function that reads it. */
export type SearchMembers<Item> = ReadonlyMap<string, (item: Item) => string | undefined>;

/** Tells whether an item matches a search. */
type Matches<Item> = (item: Item) => boolean;

/**
 * Parses a search: terms such as `email:"a@b.c"`, or `*` for all items, joined by `AND` and `OR`; `AND` binds closer. The
 * tenant supports this small part of the Lucene syntax that Auth0 takes.
 *
 * @throws Refusal 400 for any other syntax
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 * @see https://auth0.com/docs/deploy-monitor/logs/log-search-query-syntax
 */
export function parseSearch<Item>(q: string, members: SearchMembers<Item>): Matches<Item> {
  const alternatives: Matches<Item>[][] = [[]];
  for (const { groups = {} } of clauses(q, members)) {
    if (groups['operator'] === 'OR') alternatives.push([]);
    alternatives.at(-1)?.push(matcherOf(groups, members));
  }
  return (item) => alternatives.some((terms) => terms.every((matches) => matches(item)));
}

/** A term, with the operator before every term but the first. In a quoted value a backslash escapes one character. */
const clausePattern =
  /(?:^\s*|\s+(?<operator>AND|OR)\s+)(?:\*|(?<name>[a-z_.]+):(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s"*?~^:()[\]{}\\]+)))(?=\s|$)/gu;

function clauses<Item>(q: string, members: SearchMembers<Item>): RegExpExecArray[] {
  const found = [...q.matchAll(clausePattern)];
  const isAllOfIt = found.map(([clause]) => clause).join('') === q.trimEnd();
  if (found.length === 0 || !isAllOfIt) throw notUnderstood(members);
  return found;
}

function matcherOf<Item>(
  { name, quoted, bare }: Record<string, string | undefined>,
  members: SearchMembers<Item>,
): Matches<Item> {
  if (name === undefined) return () => true;
  const memberOf = members.get(name);
  if (!memberOf) throw notUnderstood(members);
  const value = (quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare)?.toLowerCase();
  return (item) => memberOf(item)?.toLowerCase() === value;
}

function notUnderstood<Item>(members: SearchMembers<Item>): Refusal {
  const names = [...members.keys()];
  return invalid(
    'Query',
    `'This tenant understands * and terms of ${names.join(', ')}, such as ${names[0]}:"value", joined by AND or OR' on property q.`,
  );
}
