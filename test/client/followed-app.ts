import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { followPage } from '../../scripts/follow-page.js';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Compiler options of `npm create vite -- --template react-ts`, but that declarations of the kit are checked too. */
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

const ofTemplate = ['react', 'react-dom', '@types/react', '@types/react-dom', 'csstype'];

/** An app in a folder of its own, as a reader of docs/react.md has it. */
export class FollowedApp {
  readonly folder = temporaryFolder();

  /** Installs the packed client kit. */
  constructor(packedFile: string) {
    this.#run('npm', ['run', '--silent', 'pack:client', '--', this.folder], '.');
    this.write('package.json', '{ "private": true, "type": "module" }');
    this.#run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packedFile}`]);
    this.install(ofTemplate);
  }

  /** Installs packages. What a reader installs from a registry comes from this project. */
  install(names: string[]): void {
    for (const name of names) {
      mkdirSync(join(this.folder, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(resolve('node_modules', name), join(this.folder, 'node_modules', name));
    }
  }

  /** Writes the files of the page, and the types of its operations. */
  follow(page: string): void {
    followPage(page, this.folder);
    this.write('schema.graphql', this.#run('npm', ['run', '--silent', 'schema'], '.'));
    this.#run(process.execPath, ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent']);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  readJson(file: string): unknown {
    return JSON.parse(this.read(file));
  }

  /** Compiles src/ against the installed packages. Returns each mistake there, and in the kit's declarations, with its file. */
  compile(): string[] {
    const program = ts.createProgram(ts.sys.readDirectory(join(this.folder, 'src')), options);
    const isOurs = ({ fileName }: ts.SourceFile) =>
      fileName.startsWith(join(this.folder, 'src')) || fileName.includes('@gatehouse/client');
    const files = program.getSourceFiles().filter(isOurs);
    return [
      ...program.getOptionsDiagnostics(),
      ...files.flatMap((file) => program.getSyntacticDiagnostics(file)),
      ...files.flatMap((file) => program.getSemanticDiagnostics(file)),
    ].map(({ file, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n');
      return `${relative(this.folder, file?.fileName ?? '')}: ${message}`;
    });
  }

  /** Bundles a file for a browser, with another gateway than the page's. */
  async bundle(file: string, gatewayUrl: string): Promise<string> {
    const { outputFiles } = await build({
      absWorkingDir: this.folder,
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
    return text.replaceAll('http://localhost:4000/graphql', gatewayUrl);
  }

  #run(program: string, words: string[], cwd = this.folder): string {
    const shell = process.platform === 'win32';
    return execFileSync(program, words, { cwd, stdio: 'pipe', encoding: 'utf8', shell });
  }
}
