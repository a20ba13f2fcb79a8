// Plugin of graphql-codegen that writes docs/operations.md from schema.graphql and src/operations. `npm run generate` runs it.
// `npm run generate:check`, which is part of `npm test`, fails while the page is out of date.
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isUnionType,
  print,
  typeFromAST,
  visit,
} from 'graphql';

/** Example values by `field` or `Type.field`, for fields whose type alone gives no useful example. */
const examples = {
  'Realm.name': 'customers',
  'Factor.id': 'sms|dev_2hB8Qm1nX5tYw9Za',
  'Factor.name': 'XXXXXXXXX9167',
  'Device.id': '0Q3vX9cW7yq2mJdR5tZk8LhN1fGbVsPa4eUoYiKxTnM',
  'EndDeviceInput.id': '0Q3vX9cW7yq2mJdR5tZk8LhN1fGbVsPa4eUoYiKxTnM',
  address: '203.0.113.9',
  client: 'Firefox on Windows',
  createdAt: '2026-11-28T11:19:00.000Z',
  lastUsedAt: '2026-11-28T14:02:31.500Z',
  otherDevices: 2,
  'Session.expiresIn': 86400,
  accessToken: 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIs…',
  code: '123456',
  currentPassword: 'Correct-Horse-7-Battery',
  email: 'user@example.com',
  expiresIn: 600,
  factorId: 'sms|dev_2hB8Qm1nX5tYw9Za',
  factorTypes: 'TOTP',
  field: 'email',
  identifiers: 'EMAIL',
  id: 'auth0|6500000000000000000000b1',
  idToken: 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIs…',
  message: 'Safe to show to the user.',
  name: 'Robin Example',
  mfaToken: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIi…',
  newPassword: 'Purple-Kettle-9-Violin',
  nickname: 'robin',
  numbers: 8,
  otpauthUri: 'otpauth://totp/Team:user@example.com?secret=GEZDGNBVGY3TQOJQ…',
  password: 'Correct-Horse-7-Battery',
  permissions: 'read:users',
  picture: 'https://cdn.example.com/robin.png',
  phoneNumber: '+4930901820',
  qrCode: 'data:image/svg+xml;base64,PHN2Zy…',
  'Session.recoveryCode': null,
  recoveryCode: 'N3BGPZZWJ85JLCNPZBDW6QXC',
  recoveryCodes: 'N3BGPZZWJ85JLCNPZBDW6QXC',
  refreshToken: 'v1.YmFzZTY0…',
  roles: 'editor',
  scopes: 'openid',
  secondFactors: 'TOTP',
  secret: 'GEZDGNBVGY3TQOJQ',
  tokenType: 'Bearer',
  type: 'SMS',
  username: 'user@example.com',
  verificationToken: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIi…',
};

const lengthRule = {
  code: 'lengthAtLeast',
  message: 'At least 8 characters',
  numbers: [8],
  items: [],
};

/** Example objects by `Type.field`, for object types whose fields depend on each other. */
const exampleObjects = {
  'Query.access': [
    {
      name: 'orders',
      kind: 'QUERY',
      description: 'The orders of all customers.',
      allowed: false,
      rule: 'Needs the permission read:orders.',
      reason: 'You lack the permission read:orders.',
      missingPermissions: [['read:orders']],
      missingScopes: [],
      missingRoles: [],
    },
  ],
  'Realm.passwordRules': [lengthRule],
  'SignedUp.user': { emailVerified: false, roles: [], permissions: [] },
  'WeakPassword.rules': [{ ...lengthRule, met: false }],
};

/** Optional fields of inputs that the example includes. */
const shown = new Set(['code', 'currentPassword', 'phoneNumber', 'refreshToken']);

/** @type {import('@graphql-codegen/plugin-helpers').PluginFunction} */
export function plugin(schema, documents) {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const operations = definitions
    .filter(({ kind }) => kind === 'OperationDefinition')
    .map((operation) => readOperation(operation, definitions, schema));
  const roots = [schema.getQueryType(), schema.getMutationType()].filter(Boolean);
  const sections = roots.flatMap(inOrder).flatMap((field) => {
    const operation = operations.find(({ roots }) => field.name in roots);
    return operation ? [section(field, operation, schema)] : [];
  });
  return `${introduction}\n${sections.join('\n')}`;
}

/**
 * Reads an operation: its text, the types of its variables, and the selection of each root field by the field's name. Replaces
 * named fragments by inline ones.
 */
function readOperation(operation, definitions, schema) {
  const used = new Map();
  const expanded = expand(operation);
  return {
    text: [operation, ...used.values()].map(print).join('\n\n'),
    variables: (operation.variableDefinitions ?? []).map(({ variable, type }) => [
      variable.name.value,
      typeFromAST(schema, type),
    ]),
    roots: Object.fromEntries(
      fieldsIn(expanded.selectionSet).map((field) => [field.name.value, field]),
    ),
  };

  function expand(node) {
    return visit(node, {
      FragmentSpread({ name: { value: name } }) {
        const fragment = definitions.find(
          (one) => one.kind === 'FragmentDefinition' && one.name.value === name,
        );
        used.set(name, fragment);
        const { typeCondition, selectionSet } = fragment;
        return expand({ kind: 'InlineFragment', typeCondition, selectionSet });
      },
    });
  }
}

/** Lists the fields of a selection, including those of inline fragments. */
function fieldsIn({ selections }) {
  return selections.flatMap((selection) =>
    selection.kind === 'InlineFragment' ? fieldsIn(selection.selectionSet) : [selection],
  );
}

/** Lists the fields of a type, in the order of schema.graphql. */
function inOrder(type) {
  const place = ({ astNode }) => astNode.loc?.start ?? Infinity;
  return Object.values(type.getFields()).sort((one, other) => place(one) - place(other));
}

/** Lists the members of a union, in the order of schema.graphql: successes first. */
function membersOf(union) {
  const names = union.astNode.types.map(({ name }) => name.value);
  return [...union.getTypes()].sort(
    (one, other) => names.indexOf(one.name) - names.indexOf(other.name),
  );
}

const introduction = `# Operations

This page lists every operation of Gatehouse: its document, its variables, every possible answer and one example.
\`npm run generate\` makes the page from \`schema.graphql\` and \`src/operations\`. The file
[operations.ts](../src/operations/__generated__/operations.ts) has the same documents with their types. Select
\`... on Problem { code message }\`: it covers every problem, also those that later versions add.
`;

function section(field, operation, schema) {
  const root = operation.roots[field.name];
  const variables = Object.fromEntries(
    operation.variables.map(([name, type]) => [name, exampleOf(type, name)]),
  );
  const answer = {
    data: { [root.alias?.value ?? field.name]: answerOf(field.type, root, schema) },
  };
  return [
    `## ${field.name}\n`,
    `${sentence(field.description)}\n`,
    `${access(field)}\n`,
    fenced('graphql', operation.text),
    ...(operation.variables.length > 0 ? [fenced('json', JSON.stringify(variables, null, 2))] : []),
    ...outcomes(field, root, schema),
    fenced('json', JSON.stringify(answer, null, 2)),
  ].join('\n');
}

const fenced = (language, text) => `\`\`\`${language}\n${text}\n\`\`\`\n`;

/** Joins the lines of a description. */
const sentence = (description = '') => description.replaceAll(/\s+/g, ' ').trim();

function access({ astNode }) {
  const names = new Set(astNode.directives.map(({ name }) => name.value));
  const bearer = names.has('public')
    ? 'Needs no bearer.'
    : 'Needs a valid bearer; without one `errors` has `UNAUTHENTICATED`.';
  return names.has('credential')
    ? `${bearer} One operation executes at most one field of this kind.`
    : bearer;
}

function outcomes(field, root, schema) {
  const type = getNamedType(field.type);
  if (!isUnionType(type)) return [];
  const rows = membersOf(type).map((member) => {
    const isProblem = member.getInterfaces().length > 0;
    const fields = isProblem ? furtherFields(member, field, root, schema) : 'see the example';
    const code = isProblem ? codeOf(member) : '';
    return `| \`${member.name}\` | ${code} | ${sentence(member.description)} | ${fields} |`;
  });
  return [
    '| `__typename` | `code` | Meaning | Fields besides `message` |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

/**
 * Formats the fields of a problem except `code` and `message`, with example values. An object shows only the fields that the
 * operation selects.
 */
function furtherFields(type, { args: [argument] }, root, schema) {
  const leaves = Object.values(type.getFields())
    .filter((field) => !['code', 'message'].includes(field.name))
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map((field) => [field.name, exampleOf(field.type, field.name, type.name)]);
  const asked = selectedOf(type, root, schema)
    .filter(({ selectionSet }) => selectionSet)
    .map((selection) => member(type, selection, schema));
  const fields = Object.fromEntries([...leaves, ...asked]);
  if (type.name === 'InvalidInput') fields.field = inputFieldOf(argument);
  return Object.keys(fields).length > 0 ? `\`${JSON.stringify(fields)}\`` : '';
}

/** Returns the first field of an input argument, or the name of any other argument. */
function inputFieldOf({ name, type }) {
  const named = getNamedType(type);
  return isInputObjectType(named) ? Object.keys(named.getFields())[0] : name;
}

/** Returns the codes that the description of a problem's `code` lists. */
function codeOf(member) {
  return (member.getFields().code.description.match(/`[A-Z_]+`/g) ?? []).join(', ');
}

function exampleOf(type, name, owner = '') {
  const nullable = getNullableType(type);
  const named = getNamedType(type);
  if (isListType(nullable)) return [exampleOf(nullable.ofType, name, owner)];
  if (isInputObjectType(named)) return inputExample(named);
  const example = examples[`${owner}.${name}`] ?? examples[name];
  if (example !== undefined) return example;
  if (isEnumType(named)) return named.getValues()[0].name;
  return { Boolean: true, Int: 30, String: '…', ID: '…' }[named.name];
}

function inputExample(type) {
  const fields = Object.values(type.getFields());
  const isNeeded = ({ type: of }) => of !== getNullableType(of);
  return Object.fromEntries(
    fields
      .filter((field) => isNeeded(field) || shown.has(field.name))
      .map(({ name, type: of }) => [name, exampleOf(of, name)]),
  );
}

/** Builds the example answer for a selection. For a union or interface, uses the first member. */
function answerOf(type, selection, schema) {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [answerOf(nullable.ofType, selection, schema)];
  const named = getNamedType(type);
  if (!selection.selectionSet) return exampleOf(type, selection.name.value);
  const first = isUnionType(named)
    ? membersOf(named)[0]
    : isAbstractType(named)
      ? schema.getPossibleTypes(named)[0]
      : named;
  if (!isObjectType(first)) return undefined;
  return Object.fromEntries(
    selectedOf(first, selection, schema).map((one) => member(first, one, schema)),
  );
}

/** Lists the fields of a selection that apply to an object type. */
function selectedOf(type, { selectionSet }, schema) {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== 'InlineFragment') return [selection];
    return fits(selection, type, schema) ? selectedOf(type, selection, schema) : [];
  });
}

function fits({ typeCondition }, type, schema) {
  if (!typeCondition) return true;
  const wanted = schema.getType(typeCondition.name.value);
  return isAbstractType(wanted) ? schema.isSubType(wanted, type) : wanted === type;
}

function member(type, selection, schema) {
  const name = selection.name.value;
  const key = selection.alias?.value ?? name;
  if (name === '__typename') return [key, type.name];
  const field = type.getFields()[name];
  if (!selection.selectionSet) return [key, exampleOf(field.type, name, type.name)];
  const answer = answerOf(field.type, selection, schema);
  return [key, withExample(answer, exampleObjects[`${type.name}.${name}`])];
}

/** Replaces values of an answer by those of an example, without adding fields. */
function withExample(answer, example) {
  if (example === undefined) return answer;
  if (Array.isArray(example)) return example.map((one, index) => withExample(answer[index], one));
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, example[name] ?? value]),
  );
}
