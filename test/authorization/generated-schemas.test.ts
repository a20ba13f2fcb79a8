import { expect, it } from '@jest/globals';
import { addResolversToSchema } from '@graphql-tools/schema';
import { executeSync, parse, type GraphQLSchema, type Source } from 'graphql';
import { formatAccessTable } from '../../src/authorization/access-table.ts';
import { AccessError } from '../../src/authorization/access.ts';
import { guardSchema } from '../../src/authorization/guarded-resolvers.ts';
import { buildSchema } from '../../src/schema-files.ts';
import { authenticatedCaller, type Caller } from '../../src/tokens/caller.ts';
import {
  kinds,
  names,
  randomFrom,
  readText,
  types,
  writeSchema,
  type WrittenRules,
} from './random-schema.ts';

type Random = ReturnType<typeof randomFrom>;

function randomCaller({ pick, list }: Random): Caller {
  const some = () => list(0, 3, () => pick(names));
  const claims = { iss: 'https://t/', sub: 'user', exp: 1, scope: some().join(' ') };
  return authenticatedCaller(
    { claims: { ...claims, permissions: some(), roles: some() }, id: 'one' },
    'a.b.c',
    'roles',
  );
}

/** Tells whether the text of the schema allows a caller a field. */
function textAllows({ guards }: WrittenRules, coordinate: string, caller: Caller): boolean {
  const [type = ''] = coordinate.split('.');
  const all = [...(guards.get(type) ?? []), ...(guards.get(coordinate) ?? [])];
  return all.every((guard) => {
    if (caller.state !== 'authenticated') return false;
    return !guard || guard.alternatives.some((some) => holds(caller[guard.kind], some));
  });
}

/** Tells whether a rule of the access table allows a caller a field. The caller is assumed to have access to the field's parent. */
function rowAllows(rule: string, caller: Caller): boolean {
  if (rule === 'anyone' || rule.startsWith('with ')) return true;
  if (caller.state !== 'authenticated') return false;
  if (rule === 'any valid bearer') return true;
  return rule.split(', and ').every((part) => {
    const kind = kinds.find((kind) => part.startsWith(`${kind} `));
    if (!kind) throw new Error(`The rule is not understood: ${rule}`);
    const choices = part.slice(kind.length + 1).split(' or ');
    return choices.some((choice) => holds(caller[kind], choice.split(' + ')));
  });
}

function holds(held: readonly string[], asked: readonly string[]): boolean {
  return asked.every((name) => held.includes(name));
}

/** Asks for every field: by its type, by the union and by the interface. Returns the coordinate of each, and whether it has a value. */
function askForAll(schema: GraphQLSchema, fields: string[], caller: Caller): [string, boolean][] {
  const of = (type: string) =>
    fields.filter((field) => field.startsWith(`${type}.f`)).map((field) => field.split('.')[1]);
  const every = Object.fromEntries(fields.map((field) => [field.split('.')[1] ?? '', 1]));
  const objects = types.map((type) => ({ ...every, __typename: type }));
  const byType = types.map((type, index) => [type.toLowerCase(), objects[index]] as const);
  const rootValue = { ...every, ...Object.fromEntries(byType), any: objects, node: objects };
  const run = (source: string) =>
    executeSync({ schema, document: parse(source), rootValue, contextValue: { caller } }).data;

  const onEach = types
    .map((type) => `... on ${type} { ${of(type).join(' ')} __typename }`)
    .join(' ');
  const query = run(`{ ${of('Query').join(' ')}
    ${types.map((type) => `${type.toLowerCase()} { id ${of(type).join(' ')} }`).join(' ')}
    any { ... on I { id } ${onEach} } node { id ${onEach} } }`);
  const mutation = run(`mutation { ${of('Mutation').join(' ')} }`);

  const answersOf = (type: string, data: unknown): [string, boolean][] =>
    Object.entries(data as object)
      .filter(([, value]) => value === null || value === 1)
      .map(([field, value]) => [`${type}.${field}`, value === 1]);
  return [
    ...answersOf('Query', query),
    ...answersOf('Mutation', mutation),
    ...types.flatMap((type, index) =>
      [query?.[type.toLowerCase()], at(query?.['any'], index), at(query?.['node'], index)].flatMap(
        (object) => answersOf(type, object),
      ),
    ),
  ];
}

const at = (list: unknown, index: number): unknown => (list as unknown[])[index];

/** Builds a schema with resolvers and guards, as the gateway does. */
function guardedSchema(files: Source[]): GraphQLSchema {
  const lists = {
    any: ({ any }: { any: unknown }) => any,
    node: ({ node }: { node: unknown }) => node,
  };
  const schema = buildSchema(files);
  const resolvers = { Query: lists };
  return guardSchema(addResolversToSchema({ schema, resolvers, updateResolversInPlace: true }));
}

/** Compares a schema's text with its access table, and with the answers that callers get. Returns the differences. */
function compare(files: Source[], random: Random): string[] {
  const rules = readText(files);
  if (rules.misplaced.length > 0) {
    const refused = placesRefused(files);
    return String(refused) === String([...new Set(rules.misplaced)].sort())
      ? []
      : [`misplaced: ${rules.misplaced.join()}; refused: ${refused.join()}`];
  }
  const schema = guardedSchema(files);
  const table = new Map(
    formatAccessTable(schema)
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/) as [string, string]),
  );
  const callers: Caller[] = [
    { state: 'anonymous' },
    ...random.list(2, 2, () => randomCaller(random)),
  ];
  return callers.flatMap((caller) =>
    askForAll(schema, rules.fields, caller).flatMap(([coordinate, isAnswered]) => {
      const rule = table.get(coordinate) ?? 'missing';
      const expected = textAllows(rules, coordinate, caller);
      if (isAnswered === expected && rowAllows(rule, caller) === expected) return [];
      const said = `the text says ${expected}, the answer ${isAnswered}, the table "${rule}"`;
      return [`${coordinate}: ${said}, for ${JSON.stringify(caller)}`];
    }),
  );
}

function tryTo(find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [String(error)];
  }
}

function placesRefused(files: Source[]): string[] {
  try {
    guardedSchema(files);
    return [];
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    const places = error.mistakes.map((mistake) => /\((.+):\d+\)$/.exec(mistake)?.[1] ?? mistake);
    return [...new Set(places)].sort();
  }
}

it('150 generated schemas enforce, and show in the access table, what stands in their files', () => {
  // Nobody reads the stacks of thousands of refusals, and jest would map each stack to its source.
  Error.stackTraceLimit = 0;
  const differences: string[] = [];
  for (let seed = 0; seed < 150; seed++) {
    const random = randomFrom(seed);
    const files = writeSchema(random);
    const text = files.map(({ body }) => body).join('\n\n');
    const found = tryTo(() => compare(files, random));
    differences.push(...found.map((difference) => `seed ${seed}: ${difference}\n${text}`));
  }
  expect(differences.slice(0, 3)).toEqual([]);
});
