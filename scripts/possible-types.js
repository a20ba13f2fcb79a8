// Plugin of graphql-codegen that writes `possibleTypes`. The cache of Apollo Client needs them to match a fragment on an
// interface or union (`... on Problem`) with the type of an answer.
import { isAbstractType } from 'graphql';

/** @type {import('@graphql-codegen/plugin-helpers').PluginFunction} */
export function plugin(schema) {
  const lines = Object.values(schema.getTypeMap())
    .filter((type) => isAbstractType(type) && !type.name.startsWith('__'))
    .map((type) => `  ${type.name}: [${namesOf(schema.getPossibleTypes(type))}],\n`);
  return `
/** The object types of each interface and union. Apollo Client needs them: \`new InMemoryCache({ possibleTypes })\`. */
export const possibleTypes: Record<string, string[]> = {
${lines.join('')}};
`;
}

const namesOf = (types) => types.map(({ name }) => `'${name}'`).join(', ');
