// needs: chromium
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { codeBlocks, readPage } from '../docs/page.ts';
import { press, run, shows, type } from '../support/in-page.ts';
import { seededPassword } from '../support/local.ts';
import { present } from '../support/present.ts';
import { FollowedApp } from './followed-app.ts';
import { editor, Scene, showsAccount, showsForm, signIn, signOut } from './scene.ts';
import { addUsualLines, testUsualLines } from './usual-lines.ts';
import { testWhereTokensLive } from './where-tokens-live.ts';

const page = readPage('react.md');
const readme = present(codeBlocks(readFileSync('README.md', 'utf8'), 'tsx')[0]);
const user = 'user@example.com';
const scene = new Scene();

/** Packages that the page installs, beside the kit. */
const packages = {
  app: ['@apollo/client', 'graphql', 'rxjs'],
  codegen: [
    '@graphql-codegen/cli',
    '@graphql-codegen/client-preset',
    '@graphql-typed-document-node/core',
  ],
  urql: ['urql'],
};

/** An app with what the page says about urql and plain `fetch`. */
const otherClients = `
  import { GatehouseProvider, SignedIn } from '@gatehouse/client/react';
  import { useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import { gql, useQuery } from 'urql';
  import { gatehouse } from './gatehouse';
  import { readPermissions } from './readPermissions';
  import { SignInForm } from './SignInForm';
  import { WithUrql } from './WithUrql';

  const myself = gql<{ me: { email: string } | null }>('query Myself { me { id email } }');
  const seen: unknown[] = [];
  function Account() {
    const [{ data }] = useQuery({ query: myself });
    const [permissions, setPermissions] = useState<string[]>([]);
    seen.push(data?.me?.email);
    return (
      <>
        <h1>{data?.me?.email}</h1>
        <button onClick={() => void readPermissions().then(setPermissions)}>Permissions</button>
        <p>{permissions.join()}</p>
      </>
    );
  }
  Object.assign(window, { gatehouse, seen });
  createRoot(document.getElementById('root')!).render(
    <GatehouseProvider gatehouse={gatehouse}>
      <SignedIn fallback={<SignInForm />}><WithUrql><Account /></WithUrql></SignedIn>
    </GatehouseProvider>,
  );`;

let app: FollowedApp;

beforeAll(() => {
  const [, commands = ''] = /^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  const [pack, create, enter, install] = commands.trim().split('\n');
  expect([pack, create, enter]).toEqual([
    'npm run pack:client',
    'npm create vite@latest ../my-app -- --template react-ts',
    'cd ../my-app',
  ]);
  const [, file = ''] = /^npm install \.\.\/gatehouse\/(\S+)/.exec(install ?? '') ?? [];
  app = new FollowedApp(file);
  app.install(Object.values(packages).flat());
  app.follow(page);
  app.write('src/readme.tsx', readme);
  app.write('src/other-clients.tsx', otherClients);
  addUsualLines(app);
});

/** Opens a program of the app in a browser that knows nothing yet. */
async function openApp(file: string): Promise<Page> {
  scene.site.program = await app.bundle(file, scene.local.gateway.url);
  await scene.newProfile();
  return scene.openAddress(scene.site.address);
}

describe('docs/react.md', () => {
  it('installs every package that its blocks import, and no other', () => {
    const [, install = ''] = /^npm install \S+tgz (.*)$/m.exec(page) ?? [];
    expect(install.split(' ')).toEqual(packages.app);
    const [, ofCodegen = ''] = /^npm install -D (.*)$/m.exec(page) ?? [];
    expect(ofCodegen.split(' ')).toEqual(packages.codegen);
    expect(page).toContain('`npm install urql`');
    const { dependencies } = app.readJson('package.json') as { dependencies: object };
    expect(Object.keys(dependencies)).toEqual(['@gatehouse/client']);
    const { packages: installed } = app.readJson('package-lock.json') as { packages: object };
    expect(Object.keys(installed)).toEqual(['', 'node_modules/@gatehouse/client']);
  });

  it('has blocks that compile against the installed packages, and fragments that mask their fields', () => {
    app.write(
      'src/masked.ts',
      `import type { HomeQuery } from './gql/graphql';
       export const read = ({ me }: HomeQuery) => [me?.email, me?.permissions];`,
    );
    expect(app.compile()).toEqual([
      expect.stringMatching(/^src\/masked.ts: Property 'permissions' does not exist on type/),
    ]);
  });

  it('has components whose types React 18 takes, too: they name no type that came later', () => {
    const declarations = app.read('node_modules/@gatehouse/client/dist/react.d.ts');
    expect(declarations).toContain('export declare function SignedIn(');
    expect(declarations).not.toMatch(/bigint|Promise<string/);
  });

  it('writes each operation of the app into the manifest', () => {
    const manifest = app.readJson('src/gql/persisted-documents.json') as object;
    expect(Object.entries(manifest)).toEqual([
      [
        expect.stringMatching(/^sha256:[\da-f]{64}$/),
        expect.stringMatching(/fragment Permissions on Profile.*query Home/),
      ],
    ]);
  });

  it('leads to a page behind a sign-in form, in every tab', async () => {
    const tab = await openApp('src/main.tsx');
    await type(tab, 'E-mail', editor);
    await type(tab, 'Password', 'a wrong password');
    await press(tab, 'Sign in');
    await shows(tab, 'body', 'Wrong username or password.');
    await signIn(tab);
    await shows(tab, 'body', 'read:users');
    const other = await scene.openAddress(scene.site.address);
    await showsAccount(other);
    await signOut(other);
    await Promise.all([showsForm(tab), showsForm(other)]);
  });

  it('makes a client of urql for each user, and has plain fetch', async () => {
    const tab = await openApp('src/other-clients.tsx');
    await signIn(tab);
    await press(tab, 'Permissions');
    await shows(tab, 'body', 'read:users');
    await run(tab, 'window.seen.length = 0');
    const input = JSON.stringify({ username: user, password: seededPassword });
    await run(tab, `window.gatehouse.signIn(${input}).then(() => undefined)`);
    await showsAccount(tab, user);
    expect(await run(tab, 'window.seen')).not.toContain(editor);
    expect(scene.count('Myself')).toBe(2);
  });
});

describe('with the usual lines, the user sees for', () => {
  testUsualLines(scene, () => app.bundle('src/usual-main.tsx', scene.local.gateway.url));
});

describe('docs/where-tokens-live.md', () => {
  testWhereTokensLive(scene, () => app);
});

describe('the page of README', () => {
  it('has at most 15 lines, and is an account behind a sign-in form', async () => {
    expect(readme.trim().split('\n').length).toBeLessThanOrEqual(15);
    const tab = await openApp('src/readme.tsx');
    await type(tab, 'E-mail', editor);
    await type(tab, 'Password', seededPassword);
    await press(tab, 'Sign in');
    await press(tab, `Sign out ${editor}`);
    await showsForm(tab);
  });
});
