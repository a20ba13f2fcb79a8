import {
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { ErrorCode } from '../errors.ts';

/** A field that the gateway has denied to the caller of a request. */
export interface DeniedField {
  /** Name of a root field, or `User.email` for a field of another type. */
  name: string;
  /** What the caller lacks, in English. */
  reason: string;
}

/** Maximum number of denied fields that a request is recorded with. */
const maxDenied = 20;

/**
 * Finds the fields that were denied for lack of a permission, a scope or a role, each once. Names are those of the schema, and not
 * the aliases that the client has chosen.
 */
export function findDeniedFields(
  errors: readonly GraphQLError[],
  document: DocumentNode,
  schema: GraphQLSchema,
): DeniedField[] {
  const code: ErrorCode = 'FORBIDDEN';
  const denied = errors.filter(({ extensions }) => extensions['code'] === code);
  if (denied.length === 0) return [];
  const names = nameFields(document, schema);
  const reasons = new Map(
    denied.map(({ nodes: [node] = [], message }) => [
      (node && names.get(node)) ?? 'unknown',
      message,
    ]),
  );
  return [...reasons].slice(0, maxDenied).map(([name, reason]) => ({ name, reason }));
}

/** Returns the name of each field of a document. */
function nameFields(document: DocumentNode, schema: GraphQLSchema): Map<ASTNode, string> {
  const names = new Map<ASTNode, string>();
  const info = new TypeInfo(schema);
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const Field = (node: ASTNode & { name: { value: string } }) => {
    const type = info.getParentType();
    const { value } = node.name;
    names.set(node, !type || roots.some((root) => root === type) ? value : `${type.name}.${value}`);
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return names;
}
