import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { codeBlocks, readPage } from './page.ts';

const section = present(readPage('react.md').split('## 9. Without the kit')[1]);
const example = present(codeBlocks(section, 'ts')[0]);

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

describe('the example without the kit', () => {
  const folder = 'node_modules/.cache/without-the-kit';
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync('src/operations/__generated__/operations.ts', `${folder}/gatehouse.ts`);
    const program = example.replace('http://localhost:4000/graphql', local.gateway.url);
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
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(35);
    const tsc = spawnSync('node_modules/.bin/tsc', ['-p', folder], { encoding: 'utf8' });
    expect(tsc.stdout).toBe('');
    expect(tsc.status).toBe(0);
  });

  // With pnpm, a program can only import packages that are named in the install line.
  it('imports packages that the install line names', () => {
    const [, named = ''] = present(/`npm install ([^`]+)`/.exec(section));
    const programs = [example, readFileSync(`${folder}/gatehouse.ts`, 'utf8')];
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
