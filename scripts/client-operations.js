// Plugin of graphql-codegen that writes each operation as text, with the types of its answer and variables. The client kit sends
// this text unchanged, so a page needs no GraphQL parser.
import { stripIgnoredCharacters } from 'graphql';

/** @type {import('@graphql-codegen/plugin-helpers').PluginFunction} */
export function plugin(_schema, documents) {
  const operations = documents.flatMap(({ document, rawSDL }) =>
    document.definitions.map(({ name, operation }) => {
      const type = `${name.value}${operation === 'query' ? 'Query' : 'Mutation'}`;
      return `export const ${name.value} = ${JSON.stringify(stripIgnoredCharacters(rawSDL))} as Operation<${type}, ${type}Variables>;\n`;
    }),
  );
  return `
/** An operation as text, with the types of its answer and of its variables. */
export type Operation<Answer, Variables> = string & { readonly types?: (variables: Variables) => Answer };

${operations.join('\n')}`;
}
