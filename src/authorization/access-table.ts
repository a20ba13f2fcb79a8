import {
  getNamedType,
  isAbstractType,
  isNonNullType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { readAccess, type Access, type FieldAccess } from './access.ts';
import { findLostValues } from './lost-values.ts';

/**
 * Formats the access rule of every field of every object type as text, with one line for each field.
 *
 * If a field has no rule of its own, its line names the nearest fields above it that have one. A caller with access to any of
 * them may read the field. For a guarded field that cannot be null, the line names the values that become null when the gateway
 * refuses a caller.
 *
 * @throws `AccessError` as `readAccess` does
 */
export function formatAccessTable(schema: GraphQLSchema): string {
  const fields = readAccess(schema);
  const ways = findWays(schema, fields);
  const rows = fields.map(({ type, field, access }) => {
    const name = `${type.name}.${field.name}`;
    const above = [...(ways.get(type.name) ?? [])].join(', ');
    const rule = describeAccess(access, above);
    if (typeof access === 'string' || !isNonNullType(field.type)) return [name, rule] as const;
    const lost = [...findLostValues(schema, fields, type)].join(' and ');
    return [name, lost ? `${rule} (not null: a refusal nulls ${lost})` : rule] as const;
  });
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, rule]) => `${name.padEnd(width)}  ${rule}\n`).join('');
}

/** Finds the fields with a rule of their own that lead to each object type, directly or through fields without a rule. */
function findWays(schema: GraphQLSchema, fields: FieldAccess[]): Map<string, Set<string>> {
  const ways = new Map<string, Set<string>>();

  function follow(output: GraphQLOutputType, from: string): void {
    const named = getNamedType(output);
    const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
    for (const { name } of types) {
      const known = ways.get(name) ?? new Set();
      if (known.has(from)) continue;
      ways.set(name, known.add(from));
      const inheriting = fields.filter(
        ({ type, access }) => type.name === name && access === 'inherited',
      );
      for (const { field } of inheriting) follow(field.type, from);
    }
  }

  for (const { type, field, access } of fields) {
    if (access !== 'inherited') follow(field.type, `${type.name}.${field.name}`);
  }
  return ways;
}

function describeAccess(access: Access, above: string): string {
  if (access === 'public') return 'anyone';
  if (access === 'inherited') return `with ${above || 'nothing: no field leads here'}`;
  const needs = Object.entries(access).map(([kind, alternatives]) => {
    const choices = (alternatives as string[][]).map((all) => all.join(' + '));
    return `${kind} ${choices.join(' or ')}`;
  });
  return needs.join(', and ') || 'any valid bearer';
}
