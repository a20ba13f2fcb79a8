// needs: chromium
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import ts from 'typescript';
import { followPage } from '../../scripts/follow-page.js';
import { codeBlocks, readPage } from '../docs/page.ts';
import { seededPassword } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Scene, signOut, showsForm } from './scene.ts';

const page = readPage('react.md');
const readme = present(codeBlocks(readFileSync('README.md', 'utf8'), 'tsx')[0]);
const scene = new Scene();

let folder: string;

/** Compiler options of `npm create vite -- --template react-ts`, but that declarations of packages are checked too. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  types: [],
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
};

// What the page's commands install from a registry comes from this project here.
const ofPage = ['@apollo/client', 'graphql', 'rxjs'];
const ofTemplate = ['react', 'react-dom', '@types/react', '@types/react-dom'];

beforeAll(() => {
  folder = temporaryFolder();
  const [, commands = ''] = /^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  const [pack, create, enter, install] = commands.trim().split('\n');
  expect([pack, create, enter]).toEqual([
    'npm run pack:client',
    'npm create vite@latest ../my-app -- --template react-ts',
    'cd ../my-app',
  ]);
  const [, file = ''] = /^npm install \.\.\/gatehouse\/(\S+)/.exec(install ?? '') ?? [];
  npm(['run', '--silent', 'pack:client', '--', folder], '.');
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${file}`], folder);
  for (const name of [...ofPage, ...ofTemplate, 'csstype']) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
  followPage(page, folder);
  writeFileSync(join(folder, 'src/readme.tsx'), readme);
});

describe('docs/react.md', () => {
  it('installs every package that its blocks import, and no other', () => {
    const [, install = ''] = /^npm install \S+ (.*)$/m.exec(page) ?? [];
    expect(install.split(' ')).toEqual(ofPage);
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies)).toEqual(['@gatehouse/client']);
    const installed = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(installed.packages)).toEqual(['', 'node_modules/@gatehouse/client']);
  });

  it('has blocks that compile against the installed package', () => {
    const files = ts.sys.readDirectory(join(folder, 'src'));
    const program = ts.createProgram(files, options);
    const ours = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => /\/src\/|@gatehouse/.test(file?.fileName ?? '/src/'))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(files).toHaveLength(10);
    expect(ours).toEqual([]);
  });

  it('leads to a page behind a sign-in form, in every tab', async () => {
    scene.site.program = await bundleApp('src/main.tsx');
    await scene.newProfile();
    const tab = await scene.openAddress(scene.site.address);
    await tab.getByPlaceholder('E-mail').fill('editor@example.com');
    await tab.getByPlaceholder('Password').fill('a wrong password');
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByText('Wrong username or password.').waitFor();
    await tab.getByPlaceholder('E-mail').fill('editor@example.com');
    await tab.getByPlaceholder('Password').fill(seededPassword);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByText('read:users').waitFor();
    const other = await scene.openAddress(scene.site.address);
    await other.getByRole('heading', { name: 'editor@example.com' }).waitFor();
    await signOut(other);
    await Promise.all([showsForm(tab), showsForm(other)]);
  });
});

describe('the page of README', () => {
  it('has at most 25 lines, and is an account behind a sign-in form', async () => {
    expect(readme.trim().split('\n').length).toBeLessThanOrEqual(25);
    scene.site.program = await bundleApp('src/readme.tsx');
    await scene.newProfile();
    const tab = await scene.openAddress(scene.site.address);
    await tab.getByPlaceholder('E-mail').fill('editor@example.com');
    await tab.getByPlaceholder('Password').fill(seededPassword);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByRole('button', { name: 'Sign out editor@example.com' }).click();
    await showsForm(tab);
  });
});

function npm(words: string[], cwd: string): void {
  execFileSync('npm', words, { cwd, stdio: 'pipe', shell: process.platform === 'win32' });
}

async function bundleApp(file: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [file],
    bundle: true,
    conditions: ['development'],
    define: { 'process.env.NODE_ENV': '"development"' },
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    target: 'es2022',
    write: false,
  });
  const { text } = present(outputFiles[0]);
  return text.replaceAll('http://localhost:4000/graphql', scene.local.gateway.url);
}
