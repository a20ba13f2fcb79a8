import { invalid } from './validation.ts';

/** What a search can name of an item. */
export interface SearchMembers<Item> {
  /** Names of the members, for the refusal of any other name. A name that ends in `.*` stands for all below it. */
  names: readonly string[];
  /** Reads a member of an item: its value, or each of its values. */
  valuesOf: (item: Item, name: string) => unknown;
}

/** Tells whether an item matches a search. */
type Matches<Item> = (item: Item) => boolean;

/** Tells whether a value of a member matches a term. */
type MatchesValue = (value: unknown) => boolean;

/**
 * Parses a search in the Lucene syntax, as far as Auth0 takes it: terms such as `email:"a@b.c"`, `name:ad*`,
 * `logins_count:[1 TO 5}` and `_exists_:username`, or `*` for all items; joined by `AND`, `OR`, `NOT` and parentheses. Upper and
 * lower case are the same.
 *
 * @throws Refusal 400 for any other syntax, or for an unknown member
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 * @see https://auth0.com/docs/deploy-monitor/logs/log-search-query-syntax
 */
export function parseSearch<Item>(q: string, members: SearchMembers<Item>): Matches<Item> {
  return new SearchParser(q, members).parse();
}

/** A piece of a search: an operator or a parenthesis, the name of a member with its colon, a range, a quoted or a bare value. */
const tokenPattern =
  /\s*(?:(?<sign>[()]|(?:AND|OR|NOT)(?=[\s()]|$)|-(?=[\w("]))|(?<name>[\w.]+):|(?<open>[[{])(?<from>\S+) TO (?<to>[^\s\]}]+)(?<close>[\]}])|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>(?:[^\s"~^:()[\]{}\\]|\\.)+))/uy;

type Token = Record<'sign' | 'name' | 'open' | 'from' | 'to' | 'close' | 'quoted' | 'bare', string>;

class SearchParser<Item> {
  readonly #members: SearchMembers<Item>;
  readonly #tokens: Partial<Token>[] = [];

  constructor(q: string, members: SearchMembers<Item>) {
    this.#members = members;
    const text = q.trimEnd();
    const pattern = new RegExp(tokenPattern);
    while (pattern.lastIndex < text.length) {
      const { groups } = pattern.exec(text) ?? this.#refuse();
      this.#tokens.push({ ...groups });
    }
  }

  parse(): Matches<Item> {
    const matches = this.#alternatives(() => this.#term());
    if (this.#tokens.length > 0) this.#refuse();
    return matches;
  }

  /** Reads operands that are joined by `OR` and `AND`; `AND` binds closer. */
  #alternatives<Value>(operand: () => (value: Value) => boolean): (value: Value) => boolean {
    const alternatives = [[this.#negatable(operand)]];
    for (;;) {
      if (this.#take('OR')) alternatives.push([this.#negatable(operand)]);
      else if (this.#take('AND')) alternatives.at(-1)?.push(this.#negatable(operand));
      else break;
    }
    return (value) => alternatives.some((terms) => terms.every((matches) => matches(value)));
  }

  #negatable<Value>(operand: () => (value: Value) => boolean): (value: Value) => boolean {
    if (this.#take('NOT') || this.#take('-')) {
      const matches = this.#negatable(operand);
      return (value) => !matches(value);
    }
    if (!this.#take('(')) return operand();
    const matches = this.#alternatives(operand);
    if (!this.#take(')')) this.#refuse();
    return matches;
  }

  #term(): Matches<Item> {
    const { name, bare } = this.#next();
    if (bare === '*') return () => true;
    if (name === undefined) this.#refuse();
    if (name === '_exists_') {
      const { bare: member = '' } = this.#next();
      this.#checkName(member);
      return (item) => this.#valuesOf(item, member).length > 0;
    }
    this.#checkName(name);
    const matches = this.#negatable(() => this.#value());
    return (item) => this.#valuesOf(item, name).some(matches);
  }

  #value(): MatchesValue {
    const { open, from = '', to = '', close, quoted, bare } = this.#next();
    if (open !== undefined)
      return isWithin({ from, to, isOpen: open === '{', isClosed: close === ']' });
    if (quoted !== undefined) return isEqual(quoted.replaceAll(/\\(.)/gu, '$1'));
    if (bare === undefined) this.#refuse();
    const parts = bare.split(/(?<!\\)[*?]/u);
    if (parts.length === 1) return isEqual(unescaped(bare));
    const pattern = bare.replaceAll(/\\.|[^\w]/gu, (sign) => wildcards[sign] ?? escaped(sign));
    const wanted = new RegExp(`^${pattern}$`, 'iu');
    return (value) => wanted.test(String(value));
  }

  #valuesOf(item: Item, name: string): unknown[] {
    return [this.#members.valuesOf(item, name)]
      .flat()
      .filter((value) => value !== undefined && value !== null);
  }

  #next(): Partial<Token> {
    return this.#tokens.shift() ?? this.#refuse();
  }

  #take(sign: string): boolean {
    if (this.#tokens[0]?.sign !== sign) return false;
    this.#tokens.shift();
    return true;
  }

  #checkName(name: string): void {
    const { names } = this.#members;
    const isBelow = (known: string) => known.endsWith('.*') && name.startsWith(known.slice(0, -1));
    if (!names.some((known) => known === name || isBelow(known))) this.#refuse();
  }

  #refuse(): never {
    const { names } = this.#members;
    throw invalid(
      'Query',
      `'This tenant understands * and terms of ${names.join(', ')}, such as ${names[0]}:"value", joined by AND, OR, NOT and parentheses' on property q.`,
    );
  }
}

const wildcards: Record<string, string> = { '*': '.*', '?': '.' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gu, '$1');
}

/** Escapes a sign for a regular expression. */
function escaped(sign: string): string {
  return `\\u{${(unescaped(sign).codePointAt(0) ?? 0).toString(16)}}`;
}

function isEqual(wanted: string): MatchesValue {
  return (value) => String(value).toLowerCase() === wanted.toLowerCase();
}

/** Makes a test for a range of numbers, or of texts such as times in ISO 8601. `*` is no limit. */
function isWithin(range: {
  from: string;
  to: string;
  isOpen: boolean;
  isClosed: boolean;
}): MatchesValue {
  const { from, to, isOpen, isClosed } = range;
  return (value) => {
    const low = from === '*' ? 1 : compare(value, from);
    const high = to === '*' ? -1 : compare(value, to);
    return (isOpen ? low > 0 : low >= 0) && (isClosed ? high <= 0 : high < 0);
  };
}

/** Compares a value with a limit. A time equals a limit that is its beginning: a day, a month or a year. */
function compare(value: unknown, limit: string): number {
  if (typeof value === 'number') return value - Number(limit);
  const text = String(value).toLowerCase();
  const other = limit.replaceAll('"', '').toLowerCase();
  if (text.startsWith(other)) return 0;
  return text < other ? -1 : 1;
}
