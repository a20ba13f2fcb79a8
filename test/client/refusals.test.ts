import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { temporaryFolder } from '../support/temporary-folder.ts';

const laterVersion = `
  type AccountAsleep implements Problem { code: ProblemCode! message: String! }
  extend enum ProblemCode { ACCOUNT_ASLEEP }
  extend union LoginResult = AccountAsleep
`;

const program = `
  import type { SignInRefusal } from './answers.ts';

  export function explain(refusal: SignInRefusal): string {
    switch (refusal.__typename) {
      case 'InvalidInput':
        return refusal.field;
      case 'InvalidCredentials':
      case 'MfaRequired':
      case 'MfaEnrollmentRequired':
      case 'FactorNotSupported':
      case 'EmailNotVerified':
      case 'PasswordLeaked':
      case 'AccountBlocked':
      case 'LoginDenied':
      case 'VerificationRequired':
      case 'TooManyAttempts':
      case 'ServiceUnavailable':
      case 'CookieRefused':
        return refusal.message;
      default:
        return refusal satisfies never;
    }
  }
`;

/** Compiles a program that tells all refusals of a sign-in apart, with the types of a schema. Returns the errors. */
function compileWith(schema: string): string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'schema.graphql'), schema);
  const config = readFileSync('codegen.yml', 'utf8');
  const [, block = ''] =
    /^( {2}client\/src\/__generated__\/operations\.ts:\n(?: {4}.*\n)+)/m.exec(config) ?? [];
  const paths = block
    .replace('client/src/__generated__', `${folder}/__generated__`)
    .replace('src/operations', resolve('src/operations'))
    .replace('./scripts', resolve('scripts'));
  writeFileSync(
    join(folder, 'codegen.yml'),
    `schema: ${folder}/schema.graphql\ngenerates:\n${paths}`,
  );
  const generator = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent', '--config'];
  const { stderr } = spawnSync(process.execPath, [...generator, join(folder, 'codegen.yml')], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  cpSync('client/src/answers.ts', join(folder, 'answers.ts'));
  const file = join(folder, 'program.ts');
  writeFileSync(file, program);
  const options = { strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] };
  const { target, module, moduleResolution } = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const compiled = ts.createProgram([file], { ...options, target, module, moduleResolution });
  return ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('a switch over the refusals of a sign-in', () => {
  // That it compiles with the schema of today shows the page's own switch, in react-page.test.ts.
  it('stops compiling when the schema has one more', () => {
    const errors = compileWith(readFileSync('schema.graphql', 'utf8') + laterVersion);
    expect(errors).not.toEqual([]);
    for (const error of errors) expect(error).toContain('"AccountAsleep"');
  });
});
