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

/** A field's access rule: `public` is open to anyone, `inherited` needs access to the parent alone, guards need all of them met. */
export type Access = 'public' | 'inherited' | Guard[];

/** The requirement of one directive. An empty requirement needs a valid token alone. Several guards are *and*. */
export type Guard = Requirement;

/** The part of a request's context that guards read. */
export interface CallerContext {
  /** A promise while the gateway verifies the bearer token. */
  caller: Caller | Promise<Caller>;
}

/** The access rule of one field, given access to its parent. */
export interface FieldAccess {
  type: GraphQLObjectType;
  field: GraphQLField<unknown, CallerContext>;
  access: Access;
}

/** The schema opens a field by accident, or has a guard without effect. The message has one line for each mistake. */
export class AccessError extends Error {
  override name = 'AccessError';
  constructor(mistakes: string[]) {
    super(`The schema's access rules have mistakes:\n  ${mistakes.join('\n  ')}`);
  }
}

/**
 * Reads the access rule of each field of each object type from the directives on the field and on its type.
 *
 * @throws {@link AccessError} a field of a root type has no directive; `@public` beside a guard, or below the root, where it
 *   opens nothing; a guard that no caller or every caller passes; a guard on an interface's field, which does not reach
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

/** Whether a guard has an empty list or name: no caller meets `[]`, every caller meets `[[]]`, and `[[""]]` is a slip. */
function namesNothing(guard: Guard): boolean {
  return Object.values(guard).some(
    (alternatives: string[][]) =>
      alternatives.length === 0 || alternatives.some((all) => all.length === 0 || all.includes('')),
  );
}

/** Whether a scope has characters that RFC 6749 §3.3 forbids: `"read:a read:b"` is two scopes. `WWW-Authenticate` cannot carry them. */
function namesNoScope({ scopes = [] }: Guard): boolean {
  return scopes.flat().some((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]*$/.test(scope));
}
