import type { GraphQLSchema } from 'graphql';
import { accessOf, type Access, type Guard } from './access.ts';

/**
 * Who may ask for each field of each object type, one line a field, in columns. `inherited`: whoever may ask for the object.
 *
 * @throws what `accessOf` throws
 */
export function accessTable(schema: GraphQLSchema): string {
  const rows = accessOf(schema).map(
    ({ type, field, access }) => [`${type.name}.${field.name}`, inWords(access)] as const,
  );
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, who]) => `${name.padEnd(width)}  ${who}\n`).join('');
}

function inWords(access: Access): string {
  if (access === 'public') return 'anyone';
  if (access === 'inherited') return access;
  return access.map(guardInWords).join(', and ');
}

function guardInWords(guard: Guard): string {
  const needs = Object.entries(guard).map(([kind, alternatives]) => {
    const choices = (alternatives as string[][]).map((all) => all.join(' + '));
    return `${kind} ${choices.join(' or ')}`;
  });
  return needs.join(', and ') || 'any valid bearer';
}
