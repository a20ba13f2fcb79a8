// A plugin of graphql-codegen that writes the names of the root fields with `@credential`. The link of the client kit refuses them:
// their answers hold tokens, which do not belong into a cache.
/** @type {import('@graphql-codegen/plugin-helpers').PluginFunction} */
export function plugin(schema) {
  const fields = Object.values(schema.getMutationType().getFields());
  const names = fields.filter(({ astNode }) => hasDirective(astNode)).map(({ name }) => name);
  return `
/** Mutations that take a password, a code or a token. The kit has a function for each. */
export const credentialFields: readonly string[] = [
${names.map((name) => `  '${name}',\n`).join('')}];
`;
}

const hasDirective = (node) => node?.directives?.some(({ name }) => name.value === 'credential');
