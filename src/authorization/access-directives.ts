import {
  GraphQLError,
  Kind,
  visit,
  type ASTNode,
  type DirectiveNode,
  type GraphQLSchema,
} from 'graphql';

/** Place where a directive has an effect, in the words of the error message. */
type Place =
  'an object type or a field of one' | 'a field of Query or Mutation' | 'a field of Mutation';

/**
 * Place of each directive that decides about access. `@credential` is listed too, because it would do nothing at another place.
 */
const places = new Map<string, Place>([
  ['public', 'a field of Query or Mutation'],
  ['authenticated', 'an object type or a field of one'],
  ['requiresScopes', 'an object type or a field of one'],
  ['requiresPermissions', 'an object type or a field of one'],
  ['requiresRoles', 'an object type or a field of one'],
  ['credential', 'a field of Mutation'],
]);

/** Access directives of a schema, by coordinate. Directives of a type are at `Order`, those of a field at `Order.total`. */
export interface PlacedDirectives {
  directives: Map<string, DirectiveNode[]>;
  /** Directives at places where they have no effect, such as a guard on an argument, an interface or a union. */
  misplaced: GraphQLError[];
}

/** Collects the access directives from the syntax tree of every definition and every extension of the schema. */
export function collectDirectives(schema: GraphQLSchema): PlacedDirectives {
  const directives: PlacedDirectives['directives'] = new Map();
  const misplaced: GraphQLError[] = [];
  const document = { kind: Kind.DOCUMENT, definitions: listDefinitions(schema) } as const;
  visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      const name = node.name.value;
      const place = places.get(name);
      if (!place) return;
      const holders = ancestors.filter(isNode).slice(1);
      const coordinate = holders.map(nameOf).join('.');
      if (isAt(place, holders, schema)) {
        directives.set(coordinate, [...(directives.get(coordinate) ?? []), node]);
      } else {
        const message = `@${name} at ${coordinate} has no effect: it belongs to ${place}`;
        misplaced.push(new GraphQLError(message, { nodes: node }));
      }
    },
  });
  return { directives, misplaced };
}

/** Lists the syntax trees of the schema, of its types and extensions, and of its directives. */
function listDefinitions(schema: GraphQLSchema) {
  const extensible = [schema, ...Object.values(schema.getTypeMap())];
  return [
    ...extensible.flatMap(({ astNode, extensionASTNodes }) => [astNode, ...extensionASTNodes]),
    ...schema.getDirectives().map(({ astNode }) => astNode),
  ].filter((node) => node != null);
}

/**
 * Whether a directive is at a place where it has an effect.
 *
 * @param holders - nodes around the directive, outermost first: a type, its field, an argument of the field
 */
function isAt(place: Place, holders: readonly ASTNode[], schema: GraphQLSchema): boolean {
  const [type] = holders;
  if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION && type?.kind !== Kind.OBJECT_TYPE_EXTENSION) {
    return false;
  }
  const isField = holders.length === 2;
  const isQuery = type.name.value === schema.getQueryType()?.name;
  const isMutation = type.name.value === schema.getMutationType()?.name;
  switch (place) {
    case 'an object type or a field of one':
      return isField || holders.length === 1;
    case 'a field of Query or Mutation':
      return isField && (isQuery || isMutation);
    case 'a field of Mutation':
      return isField && isMutation;
  }
}

function isNode(ancestor: ASTNode | readonly ASTNode[]): ancestor is ASTNode {
  return 'kind' in ancestor;
}

function nameOf(node: ASTNode): string {
  return 'name' in node ? node.name.value : 'schema';
}
