import type { User } from '../users/user-directory.ts';
import { invalid } from './validation.ts';

/** Whether a user is among those searched for. */
type Matches = (user: User) => boolean;

const members: ReadonlyMap<string, (user: User) => string | undefined> = new Map([
  ['email', ({ email }: User) => email],
  ['username', ({ username }: User) => username],
  ['user_id', ({ user_id }: User) => user_id],
  ['identities.connection', ({ connection }: User) => connection],
]);

/**
 * Reads a search: terms such as `email:"a@b.c"`, or `*` for everybody, joined by `AND` and `OR`; `AND` binds closer. That is
 * a small part of the Lucene syntax that Auth0's search engine v3 takes; nothing outside it is guessed at.
 *
 * @throws Refusal 400 for anything else
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 */
export function userSearch(q: string): Matches {
  const alternatives = splitAt(' OR ', q).map((alternative) =>
    splitAt(' AND ', alternative).map(matcherOf),
  );
  return (user) => alternatives.some((terms) => terms.every((matches) => matches(user)));
}

/** Between terms only: an operator within quotation marks is part of a value. */
function splitAt(operator: string, q: string): string[] {
  return q.split(new RegExp(`${operator}(?=(?:[^"]*"[^"]*")*[^"]*$)`, 'u'));
}

function matcherOf(text: string): Matches {
  const term = text.trim();
  if (term === '*') return () => true;
  const { name = '', quoted, bare } = termPattern.exec(term)?.groups ?? {};
  const value = (quoted ?? bare)?.toLowerCase();
  const memberOf = members.get(name);
  if (!memberOf || value === undefined) throw notUnderstood();
  return (user) => memberOf(user)?.toLowerCase() === value;
}

const termPattern = /^(?<name>[a-z_.]+):(?:"(?<quoted>[^"\\]*)"|(?<bare>[^\s"*?~^:()[\]{}\\]+))$/u;

function notUnderstood(): Error {
  const names = [...members.keys()].join(', ');
  return invalid(
    'Query',
    `'This tenant understands * and terms of ${names}, such as email:"a@b.c", joined by AND or OR' on property q.`,
  );
}
