import { describe, expect, it } from '@jest/globals';
import { opensForKeyboard } from './keyboard.ts';
import { open, press, scene, shows, signIn, type } from './scene.ts';

describe('a new account', () => {
  const email = 'new.user@example.com';
  const password = 'Quiet-River-42-Lantern';

  describe('a new account', () => {
    it('is made, verified, given a second factor, and used', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      await scene.look(page, 'sign-in');
      await page.getByRole('link', { name: 'Create one' }).click();
      await shows(page, 'Create an account');
      await press(page, 'Create account');
      await page.getByText('Choose a password.').waitFor();
      await page.until(`document.activeElement.type === 'email'`);
      await type(page, 'Name', 'Nora New');
      await type(page, 'E-mail address', email);
      await type(page, 'Password', 'quiet');
      const met = page.getByText('(met)');
      expect(await met.count()).toBe(1);
      await scene.look(page, 'sign-up');
      await type(page, 'Password', password);
      expect(await met.count()).toBe(6);
      await press(page, 'Create account');

      await shows(page, 'Profile');
      await page.getByText('Nora New').first().waitFor();
      await page.getByText('Verify your e-mail address').waitFor();
      await scene.look(page, 'profile-not-verified');
      const { link = '' } = await scene.local.lastMessage(email);
      await fetch(link);
      await page.getByText('Verify your e-mail address').waitFor({ state: 'detached' });
      await page.getByText('Verified', { exact: true }).waitFor();

      await open(page, 'Second factors');
      await shows(page, 'Second factors');
      await scene.look(page, 'second-factors-password');
      await type(page, 'Your password', password);
      await press(page, 'Continue');
      await press(page, 'Add a second factor');
      await shows(page, 'Set up a second factor');
      await page.getByRole('button', { name: 'Authenticator app' }).click();
      await shows(page, 'Set up the app');
      const app = page.getByRole('link', { name: 'open the app on this device' });
      const uri = (await app.getAttribute('href')) ?? '';
      await type(page, 'Code that the app shows', await scene.codeOf(uri));
      await press(page, 'Continue');

      await shows(page, 'Save your recovery code');
      await scene.look(page, 'recovery-codes');
      const download = page.playwright.waitForEvent('download');
      await page.getByRole('link', { name: 'Download' }).click();
      expect((await download).suggestedFilename()).toBe('recovery-codes.txt');
      await page.getByRole('checkbox', { name: 'I have saved the code' }).check();
      await press(page, 'Continue');
      await page.getByText('Authenticator app').waitFor();
      await scene.look(page, 'second-factors');

      await press(page, 'Account of Nora New');
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      await scene.look(page, 'account-menu');
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await signIn(page, email, password);
      await shows(page, 'Confirm that it is you');
      await scene.look(page, 'second-factor-choose');
      await page.getByRole('button', { name: 'Authenticator app' }).click();
      await shows(page, 'Enter the code');
      await type(page, 'Code', '000 000');
      await press(page, 'Continue');
      await page.getByText('This code is wrong').waitFor();
      await scene.look(page, 'second-factor-code');
      await type(page, 'Code', await scene.codeOf(uri));
      await press(page, 'Continue');
      await shows(page, 'Second factors');
    });
  });

  describe('a sign-in of a user who must have a second factor', () => {
    it('sets one up on the way, and shows its recovery code before the app', async () => {
      const { guardian } = scene.local.tenant.settings;
      guardian.policies = ['all-applications'];
      try {
        const page = await scene.visit('/devices');
        await signIn(page, 'enrolls@example.com');
        await shows(page, 'Set up a second factor');
        await scene.look(page, 'second-factor-enroll');
        await page.getByRole('button', { name: 'Text message' }).click();
        await opensForKeyboard(page, 'Your phone number', 'Phone number');
        await type(page, 'Phone number', '0150 0555');
        await press(page, 'Send the code');
        await page.getByText('Enter the number with +').waitFor();
        await scene.look(page, 'second-factor-phone');
        await type(page, 'Phone number', '+1 500 555 0007');
        await scene.pressInOutage(page, 'Send the code');
        await press(page, 'Choose another kind');
        const choose = () => page.getByRole('button', { name: 'Authenticator app' }).click();
        await scene.pressInOutage(page, choose);
        await choose();
        await shows(page, 'Set up the app');
        await scene.look(page, 'second-factor-app');
        const app = page.getByRole('link', { name: 'open the app on this device' });
        const uri = (await app.getAttribute('href')) ?? '';
        await type(page, 'Code that the app shows', await scene.codeOf(uri));
        await scene.pressInOutage(page, 'Continue');
        await press(page, 'Continue');
        await shows(page, 'Save your recovery code');
        await page.getByRole('checkbox').check();
        await press(page, 'Continue');
        await shows(page, 'Devices');
      } finally {
        guardian.policies = [];
      }
    });
  });
});
