import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { describe, expect, it } from '@jest/globals';
import { readSchemaText } from '../support/schema-text.ts';
import { readPage } from './page.ts';

const root = new URL('../../', import.meta.url);
const pages = readdirSync(new URL('docs/', root)).filter((name) => name.endsWith('.md'));

/** Returns the anchor that GitHub gives a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** Returns the texts in backticks. Leaves out fenced blocks, and the names of files above them. */
function quotations(page: string): string[] {
  const text = page.replaceAll(/^ *```.*?^ *```$|^\*\*`[^`]+`\*\*/gms, '');
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, quoted = '']) => quoted);
}

describe.each(pages)('docs/%s', (name) => {
  const page = readPage(name);

  it('links to pages and headings that exist', () => {
    const links = [...page.matchAll(/\]\((?!https:)([^)#]*)#?([^)]*)\)/g)];
    const dead = links.filter(([, file = '', heading = '']) => {
      if (!existsSync(new URL(`docs/${file}`, root))) return true;
      const headings = readPage(file || name).matchAll(/^#+ (.*)$/gm);
      return heading !== '' && ![...headings].some(([, text = '']) => anchor(text) === heading);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  it('names files of src/ that exist', () => {
    const files = quotations(page).filter((quoted) => /^[\w/-]+\.ts$/.test(quoted));
    expect(files.filter((file) => !existsSync(new URL(`src/${file}`, root)))).toEqual([]);
  });

  it('names codes, reasons and variables that exist', () => {
    const sources = [
      'src/errors.ts',
      ...readdirSync(new URL('src/config/', root)).map((file) => `src/config/${file}`),
      'src/tenant/variables.ts',
      'schema.graphql',
      'schema/invitations.graphql',
      'client/src/guarded-fetch.ts',
      'docs/post-change-password-action.js',
    ];
    const texts = sources.map((file) => readFileSync(new URL(file, root), 'utf8'));
    const text = [...texts, ...Object.keys(ApolloServerErrorCode)].join('\n');
    const names = quotations(page).filter((quoted) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(quoted));
    expect(names.filter((code) => !text.includes(code))).toEqual([]);
  });

  it('names types of the schema that exist, and alarms', () => {
    const schema = readSchemaText();
    const alarms = readPage('alarms.yaml');
    const names = quotations(page).filter((quoted) => /^([A-Z][a-z]+){2,}$/.test(quoted));
    const unknown = names.filter(
      (one) => !schema.includes(`type ${one} `) && !alarms.includes(`alert: ${one}\n`),
    );
    expect(unknown).toEqual([]);
  });
});
