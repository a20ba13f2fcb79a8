// Type check and lint in one: both read the same TypeScript program, which takes longest to make. `npm run typecheck` and
// `npm run lint` do one of them alone.
import process from 'node:process';
import { ESLint } from 'eslint';
import typescript from 'typescript';
import tseslint from 'typescript-eslint';

const isTerminal = process.stdout.isTTY === true;
const { config } = typescript.readConfigFile('tsconfig.json', typescript.sys.readFile);
const parsed = typescript.parseJsonConfigFileContent(config, typescript.sys, '.');
const options = {
  ...parsed.options,
  incremental: true,
  tsBuildInfoFile: 'node_modules/.cache/typecheck.tsbuildinfo',
};
const builder = typescript.createIncrementalProgram({
  rootNames: parsed.fileNames,
  options,
  configFileParsingDiagnostics: parsed.errors,
});
const program = builder.getProgram();

const mistakes = [
  ...builder.getConfigFileParsingDiagnostics(),
  ...builder.getOptionsDiagnostics(),
  ...builder.getSyntacticDiagnostics(),
  ...builder.getGlobalDiagnostics(),
  ...builder.getSemanticDiagnostics(),
];
builder.emit(); // what was found, for the next time
const host = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};
const format = isTerminal
  ? typescript.formatDiagnosticsWithColorAndContext
  : typescript.formatDiagnostics;
process.stdout.write(format(mistakes, host));

const parser = {
  meta: { name: 'typescript-eslint/parser with a program', version: typescript.version },
  parseForESLint: (code, parserOptions) =>
    tseslint.parser.parseForESLint(code, {
      ...parserOptions,
      projectService: false,
      programs: [program],
    }),
};
const eslint = new ESLint({
  cache: true,
  cacheLocation: 'node_modules/.cache/eslint/',
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parser } },
});
const results = await eslint.lintFiles(['.']);
const formatter = await eslint.loadFormatter('stylish');
process.stdout.write(await formatter.format(results));

const isWrong = results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0);
if (mistakes.length > 0 || isWrong) process.exitCode = 1;
