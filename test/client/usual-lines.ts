import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { createGatehouse } from '../../client/src/index.ts';
import { codeBlocks, readPage, tableRows } from '../docs/page.ts';
import { press, run, shows, type } from '../support/in-page.ts';
import { seededPassword } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { FollowedApp } from './followed-app.ts';
import {
  ask,
  comeBack,
  day,
  editor,
  type Scene,
  showsAccount,
  showsForm,
  signIn,
  signOut,
} from './scene.ts';

const section = present(readPage('react.md').split('## 7. What breaks, and what holds')[1]);
const table = tableRows(section, 'What happens');
const user = 'user@example.com';

/** Writes the usual lines of the page into its app, with components around them. */
export function addUsualLines(app: FollowedApp): void {
  app.write('src/usual.ts', present(codeBlocks(section, 'ts')[0]));
  app.write('src/usual-app.tsx', readFileSync('test/client/pages/usual-app.tsx', 'utf8'));
  app.write(
    'src/usual-main.tsx',
    `import * as lines from './usual';
     import { renderApp } from './usual-app';
     renderApp(lines);`,
  );
}

/** Tests each row of the page's table with the usual lines in a browser. A test sees what its row says. */
export function testUsualLines(scene: Scene, program: () => Promise<string>): void {
  let tabs: [Page, Page, Page];

  const rows: string[] = [];
  /** A row of the table, with what its second column says, and the proof of that. */
  const row = (happens: string, sees: string, proof: () => Promise<void>) => {
    rows.push(happens);
    it(`${happens}: ${sees}`, async () => {
      expect(table.find(([first]) => first === happens)?.[1]).toBe(sees);
      await proof();
    });
  };

  /** Begins a new session, and shows its account in this number of tabs. */
  async function startSignedIn(count: 1 | 2 | 3): Promise<void> {
    await run(tabs[0], 'localStorage.clear()');
    await tabs[0].goto(`${scene.site.address}/`);
    await signIn(tabs[0]);
    for (const tab of tabs.slice(1, count)) await tab.goto(`${scene.site.address}/`);
    for (const tab of tabs.slice(0, count)) await shows(tab, 'body', 'read:users');
    scene.sent = [];
  }

  /** Does to a request of a tab whatever happens to it, while the tab is loaded again. */
  async function reloadWith(name: RegExp, happens: (route: Route) => Promise<void>): Promise<void> {
    const [tab] = tabs;
    const { url } = scene.local.gateway;
    await tab.route(url, (route) =>
      name.test(route.request().postData() ?? '') ? happens(route) : route.continue(),
    );
    await tab.reload();
  }

  beforeAll(async () => {
    scene.site.program = await program();
    await scene.newProfile();
    const address = scene.site.address;
    tabs = [
      await scene.openAddress(address),
      await scene.openAddress(address),
      await scene.openAddress(address),
    ];
  });

  beforeEach(async () => {
    await tabs[0].unroute(scene.local.gateway.url);
  });

  row(
    'three tabs expire together, with an overlap at Auth0 of 0 and of 10 seconds',
    'nothing: the gateway gives all of them the same tokens',
    async () => {
      for (const overlap of [0, 10]) {
        scene.setOverlap(overlap);
        await startSignedIn(3);
        await scene.expire();
        await Promise.all(tabs.map(ask));
        await Promise.all(tabs.map((tab) => showsAccount(tab)));
        expect(scene.count('Refresh')).toBeGreaterThanOrEqual(3);
      }
    },
  );

  row(
    'a reload in StrictMode, after the token has expired',
    'nothing. Each component renews the token',
    async () => {
      await startSignedIn(1);
      await scene.expire();
      await tabs[0].reload();
      await showsAccount(tabs[0]);
      expect(scene.count('Refresh')).toBe(2);
    },
  );

  row(
    'a laptop sleeps until the token has expired',
    'nothing. Each operation is refused first, and sent again',
    async () => {
      await startSignedIn(1);
      await scene.control('POST', 'clock/advance', { seconds: 2 * day });
      await ask(tabs[0]);
      await showsAccount(tabs[0]);
      expect([scene.count('Myself'), scene.count('Permissions')]).toEqual([2, 2]);
    },
  );

  row('a reload while Auth0 is down', 'the form: the user is signed out', async () => {
    const [tab] = tabs;
    await startSignedIn(1);
    await scene.expire();
    await scene.control('PUT', 'faults/token', { fault: 'server_error' });
    await tab.reload();
    await showsForm(tab);
    await scene.control('DELETE', 'faults/token');
    await tab.reload();
    await showsForm(tab);
  });

  row(
    'the answer to a renewal is lost on its way',
    'the form: the user is signed out',
    async () => {
      await startSignedIn(1);
      await scene.expire();
      await reloadWith(/mutation Refresh/, async (route) => {
        await route.fetch();
        await route.abort();
      });
      await showsForm(tabs[0]);
      await tabs[0].unroute(scene.local.gateway.url);
    },
  );

  row(
    'a reload while the gateway restarts',
    'an error, until the user reloads the page again',
    async () => {
      const [tab] = tabs;
      const { local, site } = scene;
      const env = { STATE_DIR: temporaryFolder(), CORS_ORIGINS: site.address };
      let gateway = await local.anotherGateway(env);
      const PORT = new URL(gateway.url).port;
      const usual = site.program;
      site.program = usual.replaceAll(local.gateway.url, gateway.url);
      await startSignedIn(1);
      await gateway.close();
      await tab.reload();
      await shows(tab, 'body', 'Failed to fetch');
      gateway = await local.anotherGateway({ ...env, PORT });
      scene.sent = [];
      await tab.waitForTimeout(1_500);
      expect(scene.sent).toEqual([]);
      await tab.reload();
      await showsAccount(tab);
      await gateway.close();
      site.program = usual;
    },
  );

  row('a sign-out in another tab', 'the account, until the next operation', async () => {
    const [tab, other] = tabs;
    await startSignedIn(2);
    await signOut(other);
    await showsForm(other);
    await showsAccount(tab);
    await ask(tab).catch(() => undefined);
    await showsForm(tab);
  });

  row('the back button after a sign-out in another tab', 'the account', async () => {
    const [tab, other] = tabs;
    await startSignedIn(2);
    await comeBack(tab, async () => {
      await signOut(other);
      await showsForm(other);
    });
    await showsAccount(tab);
  });

  row(
    'a session revoked from another device while a form is open',
    'the form to sign in; in other tabs still the account',
    async () => {
      const [tab, other] = tabs;
      await startSignedIn(2);
      const elsewhere = createGatehouse({ url: scene.local.gateway.url, transport: 'tokens' });
      await elsewhere.signIn({ username: editor, password: seededPassword });
      await elsewhere.signOut('ALL');
      await press(tab, 'Save');
      await showsForm(tab);
      await showsAccount(other);
    },
  );

  row('another user in the same tab', "the last user's account, from the cache", async () => {
    const [tab] = tabs;
    await startSignedIn(1);
    await signOut(tab);
    await type(tab, 'E-mail', user);
    await type(tab, 'Password', seededPassword);
    await press(tab, 'Sign in');
    await showsAccount(tab, editor);
    await tab.reload();
    await showsAccount(tab, user);
  });

  row('a tab that hangs and holds the lock', 'nothing: there is no lock', async () => {
    await startSignedIn(1);
    await scene.expire();
    await ask(tabs[0]);
    await showsAccount(tabs[0]);
    expect(await run(tabs[0], 'navigator.locks.query()')).toEqual({ held: [], pending: [] });
  });

  row(
    'a script of an attacker looks for tokens',
    'nothing. The script has both tokens',
    async () => {
      await startSignedIn(1);
      const found = await run(tabs[0], '({ ...localStorage })');
      expect(found).toEqual({
        accessToken: expect.stringContaining('eyJ'),
        refreshToken: expect.any(String),
      });
    },
  );

  it('are all rows of the table', () => {
    expect(table.map(([happens]) => happens)).toEqual(rows);
  });
}
