// needs: chromium
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Scene } from './scene.ts';

const scene = new Scene({
  settings: ({ guardian }) => {
    guardian.policies = ['all-applications'];
  },
});

const email = 'new.user@example.com';
const password = 'Quiet-River-42-Lantern';

describe('an account, from the sign-up to the end of another device', () => {
  it('goes through every step', async () => {
    const page = await scene.visit();
    await heading(page, 'Sign in');
    await scene.look(page, 'sign-in');
    await page.getByRole('link', { name: 'Create one' }).click();
    await heading(page, 'Create an account');
    await page.getByLabel('Name', { exact: true }).fill('Ada Example');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('quiet');
    await page.getByText('At least 8 characters').waitFor();
    await scene.look(page, 'sign-up');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();

    await heading(page, 'Set up a second factor');
    await scene.look(page, 'second-factor-enroll');
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await heading(page, 'Set up the app');
    await scene.look(page, 'second-factor-app');
    const uri = (await page.getByRole('link', { name: 'open the app' }).getAttribute('href')) ?? '';
    await page.getByLabel('Code that the app shows').fill(await scene.codeOfApp(uri));
    await page.getByRole('button', { name: 'Continue' }).click();

    await heading(page, /Save your recovery code/);
    await scene.look(page, 'recovery-codes');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading(page, 'Profile');
    await page.getByText('Ada Example').first().waitFor();
    await scene.look(page, 'profile');
    const { link } = await scene.local.lastMessage(email);
    await fetch(link ?? '');
    await page.getByText('Not verified').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Account of Ada Example' }).click();
    await scene.look(page, 'account-menu');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Confirm that it is you');
    await scene.look(page, 'second-factor-choose');
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await heading(page, 'Enter the code');
    await page.getByLabel('Code').fill('000 000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').waitFor();
    await scene.look(page, 'second-factor-code');
    await page.getByLabel('Code').fill(await scene.codeOfApp(uri, 1));
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading(page, 'Profile');
    for (const [name, title] of [
      ['Devices', 'Devices'],
      ['Password', 'Change your password'],
      ['Second factors', 'Second factors'],
    ] as const) {
      await page.getByRole('link', { name }).click();
      await heading(page, title);
      await page.waitForTimeout(500);
      await scene.look(page, title.toLowerCase().replaceAll(' ', '-'));
    }
    expect(1).toBe(1);
  });
});

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
