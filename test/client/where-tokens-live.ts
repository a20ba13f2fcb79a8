import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import type { Gatehouse } from '../../client/src/index.ts';
import { codeBlocks, readPage } from '../docs/page.ts';
import { seededPassword } from '../support/local.ts';
import { run } from '../support/in-page.ts';
import { present } from '../support/present.ts';
import type { FollowedApp } from './followed-app.ts';
import { editor, inMemory, type Scene, signIn } from './scene.ts';
import { bundlePage } from './site.ts';

const page = readPage('where-tokens-live.md');

/** A keychain in memory, with the functions of expo-secure-store that the page uses. */
const keychain = `
  const items = (globalThis.keychain ??= new Map());
  export const getItem = (key) => items.get(key) ?? null;
  export const setItem = (key, value) => void items.set(key, value);
  export const deleteItemAsync = async (key) => void items.delete(key);`;

/** Tests what the page says of memory and of an app on a phone. The tests of the kit say the rest. */
export function testWhereTokensLive(scene: Scene, app: () => FollowedApp): void {
  it('memory hides no token from a script that asks as a tab does', async () => {
    expect(page).toContain('(XSS) takes away | nothing | both tokens | both tokens |');
    scene.site.program = await bundlePage('main.tsx');
    await scene.newProfile();
    const tab = await scene.open(inMemory);
    await signIn(tab);
    const taken = await run(
      tab,
      `new Promise((resolve) => {
      const channel = new BroadcastChannel('gatehouse ${scene.local.gateway.url} memory');
      channel.onmessage = ({ data }) => resolve(data.tokens);
      channel.postMessage({ kind: 'asks' });
    })`,
    );
    expect(taken).toMatchObject({
      accessToken: expect.stringMatching(/^eyJ/),
      refreshToken: expect.any(String),
    });
  });

  it('an app on a phone finds its session in the keychain again, until the user signs out', async () => {
    const { folder } = app();
    mkdirSync(join(folder, 'node_modules/expo-secure-store'), { recursive: true });
    app().write('node_modules/expo-secure-store/index.js', keychain);
    const block = present(codeBlocks(page, 'ts')[0]);
    app().write('src/phone.ts', block.replace('https://api.example.com', 'http://localhost:4000'));
    const program = await app().bundle('src/phone.ts', scene.local.gateway.url);
    const start = async (file: string) => {
      app().write(file, program);
      const started = (await import(pathToFileURL(join(folder, file)).href)) as {
        gatehouse: Gatehouse;
      };
      return started.gatehouse;
    };
    const saved = () => [...((globalThis as { keychain?: Map<string, string> }).keychain ?? [])];

    await (await start('first.mjs')).signIn({ username: editor, password: seededPassword });
    expect(saved()).toEqual([['refreshToken', expect.not.stringContaining('eyJ')]]);
    const { session, signOut } = await start('second.mjs');
    await new Promise<void>((resolve) => session.subscribe(resolve));
    expect(session.getSnapshot()).toMatchObject({ status: 'signedIn', user: { email: editor } });
    await signOut();
    expect(saved()).toEqual([]);
  });
}
