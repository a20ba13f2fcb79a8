// Renders docs/configuration.md, the table of variables in README.md, and .env.example, from the descriptions in the
// configuration's schemas. As a program (`npm run generate`) it writes all three. test/config/configuration-page.test.ts fails if
// one of them is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { nameServiceVariables, serviceSchema } from '../src/config/services.ts';
import { environmentSchema } from '../src/config/variables.ts';
import { tenantVariables } from '../src/tenant/variables.ts';

/** @typedef {import('../src/config/variable-description.ts').VariableDescription & { name: string, default: string }} Variable */

/**
 * Introduction of each group of variables, in the order of the page.
 *
 * @type {Record<import('../src/config/variable-description.ts').VariableGroup, string>}
 */
const groups = {
  Auth0:
    'The tenant, its applications, API and connections. [Connect your Auth0 tenant](connect-auth0.md) says where in Auth0 each value is.',
  'Tokens and claims': 'The rules of access tokens, and the keys that verify them.',
  'Network and proxies': 'The address of the gateway, and the proxies in front of it.',
  'Front ends': 'The browsers that may call the gateway.',
  'Micro-services':
    'The services behind the gateway. [Services](services.md) says what they receive.',
  'State and replicas':
    'The storage of sessions and keys. [How sessions end](sessions.md) says what is in it.',
  Sessions: 'The exchange of refresh tokens, and the secrets behind saved state.',
  Mail: 'The mails that the gateway sends itself: invitations.',
  'Metrics and log': 'The means to watch the gateway.',
  'Development and local tenant':
    'The variables of `npm start`, `npm run dev` and `npm run tenant`.',
};

/**
 * Renders the generated files.
 *
 * @returns {Record<string, string>} their texts, by path
 */
export function renderConfigurationFiles() {
  const variables = readVariables();
  return {
    'docs/configuration.md': renderPage(variables),
    'README.md': renderReadme(readFileSync('README.md', 'utf8'), variables),
    '.env.example': renderExample(variables),
  };
}

/**
 * Reads the descriptions of all variables.
 *
 * @returns {Variable[]} in the order of the page
 */
export function readVariables() {
  const serviceNames = nameServiceVariables('<name>');
  const variables = [
    ...Object.entries(environmentSchema.shape).map(([name, schema]) => describe(name, schema)),
    ...Object.entries(serviceSchema.shape).map(([key, schema]) =>
      describe(serviceNames[key], schema),
    ),
    ...Object.entries(tenantVariables).map(([name, variable]) => ({
      ...variable,
      name,
      default: /[` ]/.test(variable.default) ? variable.default : code(variable.default),
    })),
  ];
  return Object.keys(groups).flatMap((group) => variables.filter((one) => one.group === group));
}

/** Returns the description of a variable. If the schema has a fixed default, it comes before the default in words. */
function describe(name, schema) {
  const { default: words, ...description } = schema.meta();
  const fixed = schema.def.type === 'default' ? [showDefault(schema.def.defaultValue)] : [];
  return { ...description, name, default: [...fixed, words].filter(Boolean).join('; ') };
}

function showDefault(value) {
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return text === '' ? 'none' : code(text);
}

const code = (text) => `\`${text}\``;

function renderPage(variables) {
  const sections = Object.entries(groups).map(([group, introduction]) => {
    const own = variables.filter((variable) => variable.group === group);
    return `## ${group}\n\n${introduction}\n\n${own.map(renderVariable).join('\n')}`;
  });
  return `# Configuration

Every variable that Gatehouse reads. \`npm start\`, \`npm run dev\` and \`npm run tenant\` read a file \`.env\`, too: copy
[.env.example](../.env.example).

- **A value in the wrong format stops the start.** All mistakes are printed at once. Each is one line, which names the variable and
  never its value.
- **A line of \`.env\` is \`NAME=value\`**, or a comment after \`#\`. Put a value with \`#\` in quotes. Any other line stops the
  start, with its number. The file may be UTF-8 or, with a byte order mark, UTF-16.
- **An empty variable counts as unset**, except \`AUTH0_CONNECTION\`.
- **A misspelled name is ignored, with a warning**: \`AUTH0_DOMIAN: Unknown variable, ignored. Did you mean AUTH0_DOMAIN?\`
- **Bold** variables are for every deployment.

${renderIndex(variables)}
${sections.join('\n')}
This page is made by \`npm run generate\` from the descriptions in [variables.ts](../src/config/variables.ts),
[services.ts](../src/config/services.ts) and, for the local tenant, [variables.ts](../src/tenant/variables.ts).
`;
}

function renderIndex(variables) {
  const rows = variables.map(({ name, group, task, isEssential }, index) => {
    const isFirst = variables[index - 1]?.group !== group;
    const link = `[${code(name)}](#${name.toLowerCase().replaceAll(/\W/g, '')})`;
    const first = isFirst ? `[${group}](#${group.toLowerCase().replaceAll(' ', '-')})` : '';
    return `|${first && ` ${first}`} | ${task} | ${isEssential ? `**${link}**` : link} |`;
  });
  return ['| | To … | set |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function renderVariable({ name, meaning, default: byDefault, format, whenWrong }) {
  return `### ${code(name)}

${meaning}

- Default: ${byDefault}
- Format: ${format}
- When it is wrong: ${whenWrong}
`;
}

const [readmeBegin, readmeEnd] = ['<!-- variables: npm run generate -->', '<!-- /variables -->'];

function renderReadme(readme, variables) {
  const begin = readme.indexOf(readmeBegin);
  const end = readme.indexOf(readmeEnd);
  if (begin < 0 || end < begin) throw new Error(`README.md lacks ${readmeBegin} or ${readmeEnd}`);
  const rows = variables
    .filter(({ isEssential }) => isEssential)
    .map(({ name, default: byDefault, format, meaning }) => {
      const link = `[${code(name)}](docs/configuration.md#${name.toLowerCase()})`;
      return `| ${link} | ${byDefault} | ${format} | ${meaning} |`;
    });
  const table = ['| variable | default | format | meaning |', '|---|---|---|---|', ...rows];
  return `${readme.slice(0, begin)}${readmeBegin}\n${table.join('\n')}\n${readme.slice(end)}`;
}

function renderExample(variables) {
  const sections = Object.keys(groups).map((group) => {
    const lines = variables
      .filter((variable) => variable.group === group)
      .map(({ name, example, isEssential }) => {
        const line = `${name.replace('<NAME>', 'ORDERS')}=${example}`;
        return isEssential && example === '' ? line : `# ${line}`;
      });
    return `# ${group}\n${lines.join('\n')}\n`;
  });
  return `# Copy to .env and fill in; npm start and npm run dev read it. With AUTH0_DOMAIN empty they run on the local tenant.
# docs/configuration.md describes each variable; docs/connect-auth0.md says where in Auth0 the values are.
# Made by npm run generate.

${sections.join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(renderConfigurationFiles())) writeFileSync(file, text);
}
