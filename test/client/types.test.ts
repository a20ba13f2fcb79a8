import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A schema with one more refusal of a sign-in, and with rules of access. */
const laterSchema = `${readFileSync('schema.graphql', 'utf8')}
  type AccountAsleep implements Problem { code: ProblemCode! message: String! }
  extend enum ProblemCode { ACCOUNT_ASLEEP }
  extend union LoginResult = AccountAsleep
  extend union EnrollFactorResult = AccountAsleep
  extend type Query { users: [Staff] @requiresPermissions(permissions: [["read:users"], ["audit", "read:o'clock"]]) }
  type Staff @requiresRoles(roles: [["admin"]]) {
    salary: Int @requiresPermissions(permissions: "read:salaries") @requiresScopes(scopes: [["salaries"]])
  }
`;

const programs = {
  'switch.ts': `
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
  `,
  'factor.ts': `
    import type { SecondFactorRefusal } from './answers.ts';

    export function explain(refusal: SecondFactorRefusal): string {
      switch (refusal.__typename) {
        case 'InvalidInput':
        case 'InvalidCode':
        case 'CodeAlreadyUsed':
        case 'AlreadyEnrolled':
        case 'FactorNotOffered':
        case 'MfaTokenExpired':
        case 'EmailNotVerified':
        case 'AccountBlocked':
        case 'LoginDenied':
        case 'TooManyAttempts':
        case 'ServiceUnavailable':
        case 'SignedOut':
        case 'CookieRefused':
          return refusal.message;
        default:
          return refusal satisfies never;
      }
    }
  `,
  'named.ts': `
    import { usePermission, useRole } from './react.tsx';

    export function useAnswers(): (boolean | undefined)[] {
      return [
        usePermission('read:users'),
        usePermission('audit'),
        usePermission("read:o'clock"),
        usePermission('read:salaries'),
        useRole('admin'),
      ];
    }
  `,
  'steps.ts': `
    import type { useChangePassword, useReauthenticate } from './react.tsx';

    type Refusal = ReturnType<typeof useChangePassword | typeof useReauthenticate>['refusal'];
    type Step = Extract<Refusal, { mfaToken: string }>;
    export const hasNone: [Step] extends [never] ? true : false = true;
  `,
  'misspelt.ts': `
    import { usePermission, useRole } from './react.tsx';

    export const useMisspelt = () => [usePermission('read:user'), useRole('Admin'), usePermission('salaries')];
  `,
};

/** Errors of each program, compiled with the kit that is generated from the schema. */
let errors: Record<string, string[]>;

beforeAll(() => {
  const folder = generateKit(laterSchema);
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  const compiled = ts.createProgram(
    Object.keys(programs).map((name) => join(folder, name)),
    {
      ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, skipLibCheck: true },
      ...{ types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] },
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      jsx: ts.JsxEmit.ReactJSX,
    },
  );
  errors = Object.fromEntries(
    Object.keys(programs).map((name) => {
      const file = compiled.getSourceFile(join(folder, name));
      const found = [
        ...compiled.getSyntacticDiagnostics(file),
        ...compiled.getSemanticDiagnostics(file),
      ];
      return [
        name,
        found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      ];
    }),
  );
});

/** Copies the kit, and generates its types from another schema. Returns the folder. */
function generateKit(schema: string): string {
  const folder = temporaryFolder();
  cpSync('client/src', folder, { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'schema.graphql'), schema);
  const [, blocks = ''] =
    /((?:^ {2}client\/src\/__generated__\/.*\n(?: {4}.*\n)+)+)/m.exec(
      readFileSync('codegen.yml', 'utf8'),
    ) ?? [];
  const paths = blocks
    .replaceAll('client/src/__generated__', `${folder}/__generated__`)
    .replaceAll('src/operations', resolve('src/operations'))
    .replaceAll('./scripts', resolve('scripts'));
  writeFileSync(
    join(folder, 'codegen.yml'),
    `schema: ${folder}/schema.graphql\ngenerates:\n${paths}`,
  );
  const generator = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent', '--config'];
  const { stderr } = spawnSync(process.execPath, [...generator, join(folder, 'codegen.yml')], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return folder;
}

describe('a switch over the refusals of a sign-in', () => {
  // That it compiles with the schema of today shows the page's own switch, in react-page.test.ts.
  it('stops compiling when the schema has one more', () => {
    expect(errors['switch.ts']).not.toEqual([]);
    for (const error of errors['switch.ts'] ?? []) expect(error).toContain('"AccountAsleep"');
  });
});

describe('a switch over the refusals of the second factor', () => {
  it('stops compiling when the schema has one more, and for no other reason', () => {
    const one = expect.stringContaining('"AccountAsleep"');
    expect(errors['factor.ts']).toEqual([one, one]);
  });
});

describe('the refusals of a signed-in user', () => {
  it('are none that the second factor goes on from', () => {
    expect(errors['steps.ts']).toEqual([]);
  });
});

describe('a permission, or a role', () => {
  it('compiles when a directive of the schema names it', () => {
    expect(errors['named.ts']).toEqual([]);
  });

  it('does not compile when it is misspelt, or a scope', () => {
    const refused = (text: string, type: string) =>
      `Argument of type '"${text}"' is not assignable to parameter of type '${type}'.`;
    expect(errors['misspelt.ts']).toEqual([
      refused('read:user', 'Permission'),
      refused('Admin', '"admin"'),
      refused('salaries', 'Permission'),
    ]);
  });
});
