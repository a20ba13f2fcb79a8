import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocal, type Local } from './support/local.ts';
import { present } from './support/present.ts';

const readme = readFileSync('README.md', 'utf8');

function blocks(language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm');
  return [...readme.matchAll(pattern)].map(([, text]) => present(text));
}

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

describe('the five operations of README', () => {
  it('answer as printed, one after the other', async () => {
    const documents = blocks('graphql');
    const answers = blocks('json').map((text) => JSON.parse(text) as unknown);
    expect(documents).toHaveLength(5);
    expect(answers).toHaveLength(5);
    const session = { accessToken: '', refreshToken: '' };
    for (const [index, document] of documents.entries()) {
      const { data, errors } = await local.gateway.request(
        document.replace('<refreshToken>', session.refreshToken),
        { token: session.accessToken || undefined },
      );
      expect(errors).toBeUndefined();
      expect({ data }).toEqual(loosened(answers[index]));
      const result = Object.values(present(data))[0];
      Object.assign(session, result);
    }
  });
});

it('finds LF in the files of a clone on every machine: no line of .gitattributes asks for other line ends', () => {
  const rules = readFileSync('.gitattributes', 'utf8').match(/^[^#\n].*$/gm) ?? [];
  expect(rules[0]).toBe('* text=auto eol=lf');
  expect(rules.filter((rule) => /eol=crlf|[-!]text|[-!]eol/.test(rule))).toEqual([]);
});

/** Replaces each text that ends in an ellipsis by a matcher of any text of its kind. */
function loosened(value: unknown): unknown {
  if (typeof value === 'string' && value.endsWith('…')) {
    return expect.stringMatching(new RegExp(`^${value.startsWith('auth0') ? 'auth0\\|' : ''}.+`));
  }
  if (Array.isArray(value)) return value.map(loosened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, loosened(member)]),
  );
}

describe("README's front end", () => {
  const folder = 'node_modules/.cache/readme';
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync('src/operations/__generated__/operations.ts', `${folder}/gatehouse.ts`);
    const program = present(blocks('ts')[0]).replace(
      'http://localhost:4000/graphql',
      local.gateway.url,
    );
    writeFileSync(`${folder}/main.ts`, program);
    writeFileSync(
      `${folder}/tsconfig.json`,
      JSON.stringify({
        compilerOptions: {
          target: 'es2023',
          module: 'esnext',
          moduleResolution: 'bundler',
          lib: ['es2023', 'dom'],
          types: [],
          strict: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: true,
          noEmit: true,
        },
        include: ['main.ts'],
      }),
    );
    writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
  });

  it('has at most 35 lines, and no type error', () => {
    expect(present(blocks('ts')[0]).trim().split('\n').length).toBeLessThanOrEqual(35);
    const tsc = spawnSync('node_modules/.bin/tsc', ['-p', folder], { encoding: 'utf8' });
    expect(tsc.stdout).toBe('');
    expect(tsc.status).toBe(0);
  });

  // With pnpm, a program can only import packages that are named in the install line.
  it('imports packages that the install line names', () => {
    const [, named = ''] = present(/`npm install ([^`]+)`/.exec(readme));
    const programs = [present(blocks('ts')[0]), readFileSync(`${folder}/gatehouse.ts`, 'utf8')];
    const imported = programs.flatMap((program) =>
      [...program.matchAll(/ from '([^'.][^']*)'/g)].map(([, name = '']) => packageOf(name)),
    );
    expect(imported).toContain('@graphql-typed-document-node/core');
    expect(named.split(' ')).toEqual(expect.arrayContaining(imported));
  });

  it('logs in and reads me', async () => {
    const script = `globalThis.document = { body: {} }; await import('./${folder}/main.ts'); console.log(document.body.textContent);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((resolve) => child.on('exit', resolve));
    expect(output.trim()).toBe('editor@example.com: read:users');
  });
});

/** Returns the name of the package: `@apollo/client` for `@apollo/client/link/context`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
