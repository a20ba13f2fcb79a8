import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { accessOf, type Access, type Guard } from './access.ts';

/**
 * Who may ask for each field of each object type, one line a field, in columns. A field with no rule of its own comes with the
 * root fields by which its object is reached.
 *
 * @throws what `accessOf` throws
 */
export function accessTable(schema: GraphQLSchema): string {
  const ways = waysTo(schema);
  const rows = accessOf(schema).map(({ type, field, access }) => {
    const roots = [...(ways.get(type.name) ?? [])].join(', ');
    return [`${type.name}.${field.name}`, inWords(access, roots)] as const;
  });
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, who]) => `${name.padEnd(width)}  ${who}\n`).join('');
}

/** For each object type the root fields that lead to it, at any depth. */
function waysTo(schema: GraphQLSchema): Map<string, Set<string>> {
  const ways = new Map<string, Set<string>>();

  function follow(output: GraphQLOutputType, root: string): void {
    const named = getNamedType(output);
    const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
    for (const type of types.filter(isObjectType)) {
      const known = ways.get(type.name) ?? new Set();
      if (known.has(root)) continue;
      ways.set(type.name, known.add(root));
      for (const field of Object.values(type.getFields())) follow(field.type, root);
    }
  }

  for (const type of [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      follow(field.type, `${type?.name ?? ''}.${field.name}`);
    }
  }
  return ways;
}

function inWords(access: Access, roots: string): string {
  if (access === 'public') return 'anyone';
  if (access === 'inherited') return `with ${roots || 'nothing: no root field leads here'}`;
  return access.map(guardInWords).join(', and ');
}

function guardInWords(guard: Guard): string {
  const needs = Object.entries(guard).map(([kind, alternatives]) => {
    const choices = (alternatives as string[][]).map((all) => all.join(' + '));
    return `${kind} ${choices.join(' or ')}`;
  });
  return needs.join(', and ') || 'any valid bearer';
}
