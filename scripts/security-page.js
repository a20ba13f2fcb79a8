// `npm run generate`: writes docs/security.md from docs/security.yaml and the names of the tests. With --check (`npm run
// generate:check`) it writes nothing, and fails if the page is out of date. Both fail for a code in a test's name that
// docs/security.yaml does not explain.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { parse } from 'yaml';

const page = 'docs/security.md';

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Builds the page, and lists the codes in test names that docs/security.yaml does not explain. */
function securityPage(sections) {
  const tests = testsByCode();
  const known = new Set(
    sections.flatMap(({ prefix = '', codes }) => Object.keys(codes).map((code) => prefix + code)),
  );
  const unknown = [...tests]
    .filter(([code]) => !known.has(code))
    .map(([code, files]) => `  ${code}: ${[...files.keys()].join(', ')}`);
  const parts = sections.map((section) => sectionText(section, tests));
  return { text: [introduction, ...parts].join('\n'), unknown };
}

const introduction = `# Security

This page lists the security requirements that Gatehouse holds to, and the tests that prove each of them. A test names the
requirement by its code: \`T05: an ID token is no bearer\`. The number beside a file counts its tests; a test with a table of cases
counts once. Tests under \`tenant/\` check the local tenant, which stands in for Auth0. \`npm run generate\` makes the page from
[security.yaml](security.yaml) and from the names of the tests.

ASVS stands for the [OWASP Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/) 5.0.0. The
[OWASP GraphQL cheat sheet](https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html) is a source too.
`;

/** Builds a section: a heading, a note and a table. */
function sectionText({ title, note, prefix = '', codes }, tests) {
  const hasSources = Object.values(codes).some((entry) => typeof entry !== 'string');
  const rows = Object.entries(codes)
    .sort(byCode)
    .map(([code, entry]) => {
      const { text, source, missing } = typeof entry === 'string' ? { text: entry } : entry;
      const found = tests.get(prefix + code);
      const proof = found ? links(found) : `not proven by a test${missing ? `: ${missing}` : ''}`;
      return [prefix + code, text, ...(hasSources ? [source] : []), proof];
    });
  const heading = hasSources
    ? ['Code', 'Requirement', 'Source', 'Tests']
    : ['Code', 'Behaviour', 'Tests'];
  return [
    `## ${title}\n`,
    ...(note ? [`${note}\n`] : []),
    row(heading),
    row(heading.map(() => '---')),
    ...rows.map(row),
    '',
  ].join('\n');
}

/** Compares two codes by their numbers, so that 7.1 comes before 11.1. (JavaScript moves keys that are whole numbers to the front.) */
function byCode([one], [other]) {
  return one.localeCompare(other, 'en', { numeric: true });
}

const row = (cells) => `| ${cells.join(' | ')} |`;

/** Builds links to test files, each with its number of tests. */
function links(files) {
  return [...files]
    .map(([file, count]) => `[${file.replace('.test.ts', '')}](../test/${file}) ${count}`)
    .join(', ');
}

/** Counts the tests of each file by code. A test has the codes in its own name and in those of the `describe` blocks around it. */
function testsByCode() {
  const byCode = new Map();
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  for (const file of files) {
    for (const codes of testsOf(readFileSync(`test/${file}`, 'utf8'))) {
      for (const code of codes) {
        const counts = byCode.get(code) ?? new Map();
        byCode.set(code, counts.set(file, (counts.get(file) ?? 0) + 1));
      }
    }
  }
  return byCode;
}

/**
 * Returns the codes of each test in a file. Relies on Prettier's format: a test is indented more than the `describe` around it,
 * and its name starts on the line of the call, on the next line, or after the `])(` that closes a table.
 */
function testsOf(source) {
  const blocks = [];
  const open = [];
  const start =
    /^( *)(?:(describe|it|test)\b(?=[.(])|(?=[\])}]))(.*?\(\s*(['"`])((?:(?!\4).)*)\4,)?/gm;
  for (const [, { length: indent }, kind, , , name = ''] of source.matchAll(start)) {
    while (kind && open.length > 0 && open.at(-1).indent >= indent) open.pop();
    if (kind) {
      const block = { kind, indent, codes: new Set(open.at(-1)?.codes) };
      blocks.push(block);
      open.push(block);
    }
    const current = open.at(-1);
    if (current?.indent === indent) for (const code of codesIn(name)) current.codes.add(code);
  }
  return blocks.filter(({ kind }) => kind !== 'describe').map(({ codes }) => codes);
}

/** Returns the codes in a name. `U01, U13: …` has two, and `contract 7.2 and 7.6: …` too. */
function codesIn(name) {
  const codes = [...name.matchAll(/\b[A-Z]{1,2}\d{1,2}(?=[:,] )/g)].map(([code]) => code);
  const sections = [...name.matchAll(/\bcontract (\d[\d.]*(?:(?:, | and )\d[\d.]*)*)/g)];
  return [
    ...codes,
    ...sections.flatMap(([, list]) => list.split(/, | and /).map((one) => `contract ${one}`)),
  ];
}

const { text, unknown } = securityPage(parse(readFileSync('docs/security.yaml', 'utf8')));
if (unknown.length > 0) {
  fail(`docs/security.yaml lacks a text for codes in names of tests:\n${unknown.join('\n')}`);
} else if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  fail(`${page} is out of date: run \`npm run generate\``);
}
