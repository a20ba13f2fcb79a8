import { getDirectives } from '@graphql-tools/utils';
import {
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Requirement } from '../errors.ts';
import type { Caller } from '../tokens/caller.ts';

/** Who may ask for something: anyone (`public`), whoever may ask for its parent (`inherited`), or who meets the guards. */
export type Access = 'public' | 'inherited' | Guard[];

/** One directive: an empty requirement asks for a valid token alone. Several are *and*. */
export type Guard = Requirement;

/** What a guard needs of a request's context. */
export interface CallerContext {
  caller: Caller | Promise<Caller>;
}

/** Who may ask for one field, given that they may ask for its parent. */
export interface FieldAccess {
  type: GraphQLObjectType;
  field: GraphQLField<unknown, CallerContext>;
  access: Access;
}

/** The schema opens a field by accident, or guards it in a way that has no effect. One line for each. */
export class AccessError extends Error {
  override name = 'AccessError';
  constructor(mistakes: string[]) {
    super(`The schema's access rules have mistakes:\n  ${mistakes.join('\n  ')}`);
  }
}

/**
 * Reads who may ask for each field of each object type, from the directives on the field and on its type.
 *
 * @throws {@link AccessError} a field of a root type has no directive; `@public` beside a guard; a guard that names nothing; a
 *   guard on an interface's field, which would not reach the types that implement it
 */
export function accessOf(schema: GraphQLSchema): FieldAccess[] {
  const mistakes: string[] = [];
  const fields: FieldAccess[] = [];
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isInterfaceType(type))
      mistakes.push(...guardsOnInterface(schema, Object.values(type.getFields()), type.name));
    if (!isObjectType(type)) continue;
    const typeGuards = guardsOf(schema, type);
    for (const field of Object.values<FieldAccess['field']>(type.getFields())) {
      const guards = [...typeGuards, ...guardsOf(schema, field)];
      const isPublic = getDirectives(schema, field).some(({ name }) => name === 'public');
      const where = `${type.name}.${field.name}`;
      if (isPublic && guards.length > 0) mistakes.push(`${where} is @public and guarded`);
      if (guards.some(namesNothing)) mistakes.push(`${where} has a guard that names nothing`);
      if (roots.includes(type) && !isPublic && guards.length === 0) {
        mistakes.push(`${where} is open by accident: give it @public or a guard`);
      }
      const access = isPublic ? 'public' : guards.length > 0 ? guards : 'inherited';
      fields.push({ type, field, access });
    }
  }
  if (mistakes.length > 0) throw new AccessError(mistakes);
  return fields;
}

type Guarded = Parameters<typeof getDirectives>[1];

function guardsOf(schema: GraphQLSchema, node: Guarded): Guard[] {
  return getDirectives(schema, node).flatMap(({ name, args = {} }): Guard[] => {
    switch (name) {
      case 'authenticated':
        return [{}];
      case 'requiresScopes':
      case 'requiresPermissions':
      case 'requiresRoles':
        return [args];
      default:
        return [];
    }
  });
}

function guardsOnInterface(schema: GraphQLSchema, fields: Guarded[], type: string): string[] {
  return fields.some((field) => guardsOf(schema, field).length > 0)
    ? [`${type} is an interface with a guard: put it on the types that implement it`]
    : [];
}

/** `[]` nobody could meet, `[[]]` everybody would. */
function namesNothing(guard: Guard): boolean {
  return Object.values(guard).some(
    (alternatives: string[][]) =>
      alternatives.length === 0 || alternatives.some((all) => all.length === 0),
  );
}
