import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { press, run, shows, showsNo } from '../support/in-page.ts';
import { seededPassword } from '../support/local.ts';
import { editor, type Scene } from './scene.ts';
import { bundlePage } from './site.ts';

/**
 * Tests components that go away while their request is running. The scene sees every warning of React, and every rejection that
 * nobody handles.
 */
export function testUnmounted(scene: Scene): void {
  let program: string;
  let page: Page;

  beforeAll(async () => {
    program = scene.site.program;
    scene.site.program = await bundlePage('unmounted.tsx');
    const query = new URLSearchParams({ gateway: scene.local.gateway.url }).toString();
    page = await scene.openAddress(`${scene.site.address}/?${query}`);
    await shows(page, 'p', 'Nothing');
  });
  afterAll(async () => {
    scene.site.program = program;
    await page.close();
  });

  const show = (name: string) => run(page, `show('${name}')`);
  const snapshot = (store: string) => `gatehouse.${store}.getSnapshot()`;
  const signIn = (username: string) => {
    const input = JSON.stringify({ username, password: seededPassword });
    return run(page, `gatehouse.signIn(${input}).then(({ __typename }) => __typename)`);
  };

  /** Presses the button, and takes its component away before the request ends. */
  async function leaveAfter(button: string, end: 'answer' | 'lost'): Promise<void> {
    await run(page, 'hold()');
    await press(page, button);
    await shows(page, 'button:disabled', button);
    await show('');
    await showsNo(page, 'button');
    await run(page, `release('${end}')`);
  }

  it.each(['answer', 'lost'] as const)(
    'a form to sign in that is opened anew knows nothing of the last one: %s',
    async (end) => {
      await show('SignIn');
      await run(page, 'hold()');
      await press(page, 'Sign in');
      await shows(page, 'button:disabled');
      await show('');
      await showsNo(page, 'button');
      await show('SignIn');
      await shows(page, 'button:enabled', 'Sign in');
      await run(page, `release('${end}')`);
      expect(await signIn('nobody@example.com')).toBe('InvalidCredentials');
      expect(await run(page, `document.querySelector('[role=alert]').textContent`)).toBe('');
      await shows(page, 'button:enabled', 'Sign in');
    },
  );

  it('the second factor goes on without its component, which shows the step when it comes back', async () => {
    const { guardian } = scene.local.tenant.settings;
    guardian.policies = ['all-applications'];
    expect(await signIn(editor)).toBe('MfaEnrollmentRequired');
    guardian.policies = [];
    await show('SecondFactor');
    await leaveAfter('enroll', 'lost');
    await settles('secondFactor');
    await show('SecondFactor');
    await shows(page, 'button:enabled', 'enroll');
    await leaveAfter('enroll', 'answer');
    await settles('secondFactor');
    await show('SecondFactor');
    await shows(page, 'button:enabled', 'confirm');
    await run(page, 'gatehouse.secondFactor.done()');
    await show('');
  });

  it('the list of devices comes without its component, or says why it does not', async () => {
    expect(await signIn(editor)).toBe('Session');
    for (const end of ['lost', 'mistake', 'answer']) {
      await run(page, 'hold()');
      await show('Devices');
      await run(page, 'isHeld()');
      await show('');
      await shows(page, 'p', 'Nothing');
      await run(page, `release('${end}')`);
      await settles('devices');
      const { refusal, error, list } = (await run(page, snapshot('devices'))) as {
        refusal?: { __typename: string };
        error?: unknown;
        list?: unknown[];
      };
      expect(refusal?.__typename).toBe(end === 'lost' ? 'ServiceUnavailable' : undefined);
      expect(error !== undefined).toBe(end === 'mistake');
      expect(list !== undefined).toBe(end === 'answer');
    }
    await show('Devices');
    await shows(page, 'button', 'This device');
    await settles('devices');
    await run(page, 'hold()');
    await press(page, 'This device');
    await showsNo(page, 'button');
    await show('');
    await run(page, `release('lost')`);
    expect(await run(page, `${snapshot('session')}.status`)).toBe('signedOut');
  });

  /** Waits until no request of a store is running. Does not subscribe, since the devices are looked up for a subscriber. */
  const settles = (store: string) =>
    run(
      page,
      `(async () => {
        while (${snapshot(store)}.isPending) await new Promise((resolve) => setTimeout(resolve, 5));
      })()`,
    );
}
