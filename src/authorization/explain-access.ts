import type { GraphQLSchema } from 'graphql';
import type { Requirement } from '../errors.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { accessOf, type Access } from './access.ts';
import { findMissing } from './requirements.ts';

/** What a user holds. */
export type Grants = Pick<AuthenticatedCaller, 'scopes' | 'permissions' | 'roles'>;

/** A field of a root type, and whether a user may ask for it. */
export interface ExplainedField {
  name: string;
  kind: 'QUERY' | 'MUTATION';
  description: string | undefined;
  allowed: boolean;
  /** Who may ask for the field, in English and safe to show. */
  rule: string;
  /** Why the user may not, in English and safe to show; undefined for an allowed field. */
  reason: string | undefined;
  /** Names that the user lacks, by kind. In each list the outer level is *or* and the inner level is *and*. */
  missing: Requirement;
}

/**
 * Explains for each field of `Query` and `Mutation` whether a user may ask for it. Reads the rules that the guards of the schema apply.
 *
 * @param schema - a schema with its guards, from `guardSchema`
 * @param listsRefused - whether to list fields that the user may not ask for; their names reveal the schema
 */
export function explainAccess(
  schema: GraphQLSchema,
  grants: Grants,
  { listsRefused }: { listsRefused: boolean },
): ExplainedField[] {
  const roots = [
    ['QUERY', schema.getQueryType()],
    ['MUTATION', schema.getMutationType()],
  ] as const;
  const fields = roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => {
      const access = accessOf(field);
      const missing = typeof access === 'string' ? {} : findMissing(grants, access);
      const allowed = Object.keys(missing).length === 0;
      return {
        ...{ name: field.name, kind, description: field.description ?? undefined, allowed },
        rule: describeRule(access),
        reason: allowed ? undefined : `You lack ${describeNames(missing)}.`,
        missing,
      };
    }),
  );
  return fields.filter(({ allowed }) => allowed || listsRefused);
}

function describeRule(access: Access): string {
  if (access === 'public') return 'Open to everybody.';
  if (access === 'inherited' || Object.keys(access).length === 0) {
    return 'Open to every signed-in user.';
  }
  return `Needs ${describeNames(access)}.`;
}

/** Names scopes, permissions and roles: `the permissions a and b, or the permission c; and the role d`. */
function describeNames(requirement: Requirement): string {
  return Object.entries(requirement)
    .map(([kinds, alternatives]) => describeAlternatives(kinds, alternatives as string[][]))
    .join('; and ');
}

/** @param kinds - what the names are, in the plural */
function describeAlternatives(kinds: string, alternatives: readonly string[][]): string {
  if (alternatives.length > 1 && alternatives.every((all) => all.length === 1)) {
    return `one of the ${kinds} ${alternatives.join(', ')}`;
  }
  return alternatives
    .map((all) => `the ${all.length === 1 ? kinds.slice(0, -1) : kinds} ${all.join(' and ')}`)
    .join(', or ');
}
