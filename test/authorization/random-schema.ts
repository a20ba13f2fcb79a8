import { Source } from 'graphql';

/** Makes a pseudo-random number generator (mulberry32). The same seed gives the same numbers on every machine. */
export function randomFrom(seed: number) {
  let state = seed;
  /** Returns a whole number from 0 to `limit` - 1. */
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
    /** Makes a list of `least` to `most` items. */
    list: <Item>(least: number, most: number, make: (index: number) => Item): Item[] =>
      Array.from({ length: least + below(most - least + 1) }, (_, index) => make(index)),
  };
}

type Random = ReturnType<typeof randomFrom>;

/** Kinds of names that a guard requires. */
export const kinds = ['scopes', 'permissions', 'roles'] as const;
/** All names that guards require. */
export const names = ['a', 'b', 'c'];
/** Object types of the schema, without the root types. Each implements the interface `I` and is a member of the union `U`. */
export const types = ['T0', 'T1', 'T2'];

const everywhere =
  'repeatable on OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCALAR';
const definitions = [
  'directive @public on FIELD_DEFINITION',
  `directive @authenticated ${everywhere}`,
  ...kinds.map((kind) => `directive ${directiveOf(kind)}(${kind}: [[String!]!]!) ${everywhere}`),
].join('\n');

function directiveOf(kind: string): string {
  return `@requires${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/**
 * Writes a schema with guards on definitions and extensions, in up to three files. One schema in eight has guards at places where
 * they have no effect.
 */
export function writeSchema(random: Random): Source[] {
  const { below, pick, list } = random;
  const guard = () => {
    if (below(4) === 0) return ' @authenticated';
    const kind = pick(kinds);
    const alternatives = list(1, 2, () => list(1, 2, () => pick(names)));
    return ` ${directiveOf(kind)}(${kind}: ${JSON.stringify(alternatives)})`;
  };
  const guards = (least = 0) => list(least, Math.max(least, below(3)), guard).join('');
  const isWrong = below(8) === 0;
  const misplaced = () => (isWrong && below(6) === 0 ? guard() : '');

  let count = 0;
  const field = (least = 0) => {
    const comment = below(6) === 0 ? `  # commented: Int${guard()}\n` : '';
    const args = below(4) === 0 ? `(\n    x: In${misplaced()}\n    y: E${misplaced()}\n  )` : '';
    return `${comment}  f${count++}${args}: Int${guards(least)}\n`;
  };
  const extensions = (type: string, least = 0) =>
    list(0, 2, () => {
      const fields = list(0, 2, () => field(least)).join('');
      return `extend type ${type}${guards(fields ? 0 : 1)}${fields && ` {\n${fields}}`}`;
    });
  const objectTypes = types.flatMap((type) => [
    `type ${type} implements I${guards()} {\n  id: Int${guards()}\n${list(0, 2, () => field()).join('')}}`,
    ...extensions(type),
  ]);
  const ways = types.map((type) => `  ${type.toLowerCase()}: ${type} @public\n`).join('');
  const blocks = [
    `type Query {\n${ways}  any: [U] @public\n  node: [I] @public\n}`,
    `extend type Query {\n${field(1)}}`,
    `type Mutation${guards()} {\n${list(1, 2, () => field(1)).join('')}}`,
    ...extensions('Mutation', 1),
    ...objectTypes,
    `interface I${misplaced()} {\n  id: Int${misplaced()}\n}`,
    `union U${misplaced()} = ${types.join(' | ')}`,
    `enum E${misplaced()} {\n  RED${misplaced()}\n}`,
    `input In${misplaced()} {\n  x: S${misplaced()}\n}`,
    `extend input In${guard().slice(0, isWrong ? undefined : 0)} {\n  y: S\n}`,
    `scalar S${misplaced()}`,
  ];
  const texts = [definitions, '# more', '# still more'];
  const placed = blocks.map((block) => ({ block, file: below(texts.length) }));
  return texts.map((text, index) => {
    const own = placed.filter(({ file }) => file === index).map(({ block }) => block);
    return new Source([text, ...own].join('\n'), `schema/${index}.graphql`);
  });
}

/** Guards and fields in the text of a schema. {@link readText} reads them line by line, without the GraphQL library. */
export interface WrittenRules {
  /** Guards by the coordinate of their type or field. Null is a guard that requires only a valid bearer. */
  guards: Map<string, (WrittenGuard | null)[]>;
  /** Coordinate `Type.field` of each field of an object type. */
  fields: string[];
  /** `file:line` of each guard that has no effect. */
  misplaced: string[];
}

interface WrittenGuard {
  kind: (typeof kinds)[number];
  alternatives: string[][];
}

/** Reads the guards in the files of {@link writeSchema}. */
export function readText(files: readonly Source[]): WrittenRules {
  const rules: WrittenRules = { guards: new Map(), fields: [], misplaced: [] };
  let [keyword, type, field] = ['', '', ''];
  const readLine = (line: string, place: string) => {
    if (/^ *#|^directive /.test(line)) return;
    const header = /^(?:extend )?(\w+) (\w+)/.exec(line);
    if (header) [keyword, type, field] = [header[1] ?? '', header[2] ?? '', ''];
    const name = /^ {2}(\w+)/.exec(line)?.[1];
    if (name) field = name;
    if (name && keyword === 'type') rules.fields.push(`${type}.${name}`);
    const coordinate = field ? `${type}.${field}` : type;
    for (const [, kind, list] of line.matchAll(/@(?:authenticated|requires(\w+)\(\w+: (.*?)\))/g)) {
      if (keyword !== 'type' || line.startsWith('    ')) rules.misplaced.push(place);
      const guard = kind
        ? {
            kind: kind.toLowerCase() as WrittenGuard['kind'],
            alternatives: JSON.parse(list ?? '') as string[][],
          }
        : null;
      rules.guards.set(coordinate, [...(rules.guards.get(coordinate) ?? []), guard]);
    }
  };
  for (const { body, name } of files) {
    for (const [index, line] of body.split('\n').entries()) readLine(line, `${name}:${index + 1}`);
  }
  return rules;
}
