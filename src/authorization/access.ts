import {
  GraphQLError,
  isIntrospectionType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Requirement } from '../errors.ts';
import { SchemaError } from '../schema-files.ts';
import type { Caller } from '../tokens/caller.ts';
import { collectDirectives, type PlacedDirectives } from './access-directives.ts';
import { readGuard } from './guard-directives.ts';
import { combineRequirements } from './requirements.ts';

/**
 * Access rule of a field. `public`: anyone may read the field. `inherited`: access to the parent object is enough. A requirement
 * combines all guards of the field and its type. An empty requirement requires only a valid token.
 */
export type Access = 'public' | 'inherited' | Requirement;

/** Part of a request's context that guards read. */
export interface CallerContext {
  /** The caller, or a promise of the caller while the gateway verifies the bearer token. */
  caller: Caller | Promise<Caller>;
}

/** A field and its access rule. The rule applies to callers who have access to the field's parent. */
export interface FieldAccess {
  type: GraphQLObjectType;
  field: GraphQLField<unknown, CallerContext>;
  access: Access;
}

/** Saves the rule that guards apply to a field, at the field itself. */
export function keepAccess(field: GraphQLField<unknown, CallerContext>, access: Access): void {
  field.extensions = { ...field.extensions, access };
}

/**
 * Returns the rule that guards apply to a field.
 *
 * @throws an error for a field of a schema without guards
 */
export function accessOf({ name, extensions }: GraphQLField<unknown, unknown>): Access {
  const access = extensions['access'] as Access | undefined;
  if (access === undefined) throw new Error(`${name} is a field of a schema without guards`);
  return access;
}

/** The schema leaves a field open by accident, or has a guard without effect. The message has one line for each mistake. */
export class AccessError extends SchemaError {
  override name = 'AccessError';
  constructor(errors: readonly GraphQLError[]) {
    super(errors, "The schema's access rules have mistakes:");
  }
}

/**
 * Reads the access rule of each field of each object type, from the directives on the field and on its type. The directives of a
 * type include those of its extensions. A caller must satisfy all guards.
 *
 * @throws {@link AccessError} for a field of a root type without a directive, or with `@public` beside a guard; a directive at
 *   a place where it has no effect; a guard that requires nothing, or that no caller or every caller satisfies
 */
export function readAccess(schema: GraphQLSchema): FieldAccess[] {
  const { directives, misplaced } = collectDirectives(schema);
  const mistakes = [...misplaced, ...findGuardMistakes(directives)];
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = listFields(schema).map(({ type, field }): FieldAccess => {
    const coordinate = `${type.name}.${field.name}`;
    const nodes = [type.name, coordinate].flatMap((place) => directives.get(place) ?? []);
    const guards = nodes.map(readGuard).filter((guard) => guard !== undefined);
    const isPublic = nodes.some(({ name }) => name.value === 'public');
    if (isPublic && guards.length > 0) {
      mistakes.push(new GraphQLError(`${coordinate} is @public and guarded`, { nodes }));
    }
    if (roots.includes(type) && !isPublic && guards.length === 0) {
      const message = `${coordinate} is open by accident: give it @public or a guard`;
      mistakes.push(new GraphQLError(message, { nodes: field.astNode ?? null }));
    }
    const access = isPublic
      ? 'public'
      : guards.length > 0
        ? combineRequirements(guards.map(({ requirement }) => requirement))
        : 'inherited';
    return { type, field, access };
  });
  if (mistakes.length > 0) throw new AccessError(mistakes);
  return fields;
}

function listFields(schema: GraphQLSchema): Pick<FieldAccess, 'type' | 'field'>[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  return types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
}

function findGuardMistakes(directives: PlacedDirectives['directives']): GraphQLError[] {
  return [...directives].flatMap(([coordinate, nodes]) =>
    nodes.flatMap((node) =>
      (readGuard(node)?.mistakes ?? []).map(
        (mistake) => new GraphQLError(`${coordinate} has a guard ${mistake}`, { nodes: node }),
      ),
    ),
  );
}
