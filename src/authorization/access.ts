import { getDirectives } from '@graphql-tools/utils';
import {
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  type GraphQLField,
  type GraphQLInterfaceType,
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
 * @throws {@link AccessError} a field of a root type has no directive; `@public` beside a guard, or below the root, where it
 *   would open nothing; a guard that nobody or everybody would pass; a guard on an interface's field, which would not reach
 *   the types that implement it
 */
export function readAccess(schema: GraphQLSchema): FieldAccess[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const mistakes: string[] = [];
  const fields: FieldAccess[] = [];
  for (const type of types.filter(isInterfaceType)) {
    mistakes.push(...checkInterface(schema, type));
  }
  for (const type of types.filter(isObjectType)) {
    const typeGuards = readGuards(schema, type);
    for (const field of Object.values<FieldAccess['field']>(type.getFields())) {
      const guards = [...typeGuards, ...readGuards(schema, field)];
      const isPublic = getDirectives(schema, field).some(({ name }) => name === 'public');
      const found = checkField({ isPublic, isRoot: roots.includes(type), guards });
      mistakes.push(...found.map((mistake) => `${type.name}.${field.name} ${mistake}`));
      const access = isPublic ? 'public' : guards.length > 0 ? guards : 'inherited';
      fields.push({ type, field, access });
    }
  }
  if (mistakes.length > 0) throw new AccessError(mistakes);
  return fields;
}

interface Directives {
  isPublic: boolean;
  isRoot: boolean;
  guards: Guard[];
}

function checkField({ isPublic, isRoot, guards }: Directives): string[] {
  const mistakes: string[] = [];
  const isGuarded = guards.length > 0;
  if (isRoot && !isPublic && !isGuarded) {
    mistakes.push('is open by accident: give it @public or a guard');
  }
  if (isPublic && isGuarded) mistakes.push('is @public and guarded');
  if (isPublic && !isRoot) {
    mistakes.push('is @public below the root, where fields inherit the way in');
  }
  if (guards.some(namesNothing)) mistakes.push('has a guard that names nothing');
  if (guards.some(namesNoScope)) {
    mistakes.push('has a guard with a scope that no token can hold (RFC 6749 §3.3)');
  }
  return mistakes;
}

function checkInterface(schema: GraphQLSchema, type: GraphQLInterfaceType): string[] {
  return Object.values(type.getFields())
    .filter((field) => readGuards(schema, field).length > 0)
    .map(({ name }) => `${type.name}.${name} is an interface's: guard the types that implement it`);
}

function readGuards(schema: GraphQLSchema, node: Parameters<typeof getDirectives>[1]): Guard[] {
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

/** `[]` nobody could meet, `[[]]` everybody would, `[[""]]` is a slip. */
function namesNothing(guard: Guard): boolean {
  return Object.values(guard).some(
    (alternatives: string[][]) =>
      alternatives.length === 0 || alternatives.some((all) => all.length === 0 || all.includes('')),
  );
}

/** `"read:a read:b"` is two scopes; and the challenge of RFC 6750 §3 could not carry other characters. */
function namesNoScope({ scopes = [] }: Guard): boolean {
  return scopes.flat().some((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]*$/.test(scope));
}
