// Plugin of graphql-codegen that writes the names of the root fields with `@credential`. The Apollo link of the client kit
// refuses them, because a cache must not hold the tokens in their answers.
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
