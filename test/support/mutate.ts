import {
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { GraphQLAnswer, RequestOptions, TestGateway } from './gateway.ts';
import { readSchemaText } from './schema-text.ts';

const schema = buildSchema(readSchemaText());

/** Result of a mutation: its type, and all fields of that type. */
export interface Mutated {
  __typename: string;
  [field: string]: unknown;
}

/**
 * Builds a document that selects all fields of all possible results of a mutation. Each field has its type in its alias, because
 * fields of the same name may have different types.
 */
function documentFor(mutation: string): string {
  const field = schema.getMutationType()?.getFields()[mutation];
  if (!field) throw new Error(`no mutation ${mutation}`);
  const [input] = field.args;
  const union = getNamedType(field.type);
  const members = isUnionType(union) ? union.getTypes() : [];
  const fragments = members.map((type) => `... on ${type.name} { ${everythingOf(type)} }`);
  return `mutation ($input: ${String(input?.type)}) { ${mutation}(input: $input) { __typename ${fragments.join(' ')} } }`;
}

function everythingOf(type: GraphQLObjectType): string {
  return Object.values(type.getFields())
    .map((field) => `${type.name}_${field.name}: ${field.name}${selectionOf(field.type)}`)
    .join(' ');
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  return isObjectType(named) ? ` { ${everythingOf(named)} }` : ' { __typename }';
}

function withoutPrefixes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrefixes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/^[A-Z]\w*?_/, ''),
      withoutPrefixes(member),
    ]),
  );
}

/** Sends a mutation, and selects all fields of its result. */
export async function mutate(
  gateway: TestGateway,
  mutation: string,
  input: object,
  options: RequestOptions = {},
): Promise<GraphQLAnswer<unknown> & { result: Mutated }> {
  const document = documentFor(mutation);
  const answer = await gateway.request(document, {
    ...options,
    variables: { input },
  });
  const result = withoutPrefixes(answer.data?.[mutation] ?? { __typename: 'none' }) as Mutated;
  return { ...answer, result };
}
