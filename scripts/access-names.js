// Plugin of graphql-codegen that writes the permissions and roles that the schema's directives name. With these types, a misspelt
// name in `usePermission` or `useRole` of the client kit does not compile.
import { getArgumentValues, isInterfaceType, isObjectType } from 'graphql';

/** @type {import('@graphql-codegen/plugin-helpers').PluginFunction} */
export function plugin(schema) {
  return `
/** The permissions that the schema's directives name. Any string, when they name none. */
export type Permission = ${typeOf(namesIn(schema, 'requiresPermissions', 'permissions'))};

/** The roles that the schema's directives name. Any string, when they name none. */
export type Role = ${typeOf(namesIn(schema, 'requiresRoles', 'roles'))};
`;
}

function namesIn(schema, directiveName, argument) {
  const directive = schema.getDirective(directiveName);
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) || isInterfaceType(type),
  );
  return types
    .flatMap((type) => [type, ...Object.values(type.getFields())])
    .flatMap(({ astNode, extensionASTNodes = [] }) => [astNode, ...extensionASTNodes])
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => name.value === directiveName)
    .flatMap((node) => getArgumentValues(directive, node)[argument].flat());
}

function typeOf(names) {
  const literals = [...new Set(names)].sort().map((name) => `'${name.replace(/[\\']/g, '\\$&')}'`);
  return literals.join(' | ') || 'string';
}
