import { describe, expect, it } from '@jest/globals';
import { seededPassword } from '../support/local.ts';
import type { Tab } from '../support/tab.ts';
import { careful } from './accounts.ts';
import { opensForKeyboard } from './keyboard.ts';
import { open, press, refusal, scene, shows, signIn, type } from './scene.ts';

describe('second factors, devices and passwords', () => {
  const { email, otpauthUri, phone, recoveryCode } = careful;
  const newPassword = 'Quiet-River-42-Lantern';

  /** Gives the code of the app, wherever the second factor is asked for. */
  async function proveByApp(page: Tab): Promise<void> {
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await type(page, 'Code', await scene.codeOf(otpauthUri));
    await press(page, 'Continue');
  }

  describe('the second factor', () => {
    it('is a code by SMS, which can be sent again', async () => {
      const page = await scene.visit();
      await signIn(page, email);
      await opensForKeyboard(page, 'Confirm that it is you');
      const choose = () => page.getByRole('button', { name: 'Text message' }).click();
      await scene.pressInOutage(page, choose);
      await choose();
      await opensForKeyboard(page, 'Enter the code', 'Code');
      const first = await scene.local.lastMessage(phone);
      await press(page, 'Send another code');
      await scene.look(page, 'second-factor-sms');
      await expect(scene.local.lastMessage(phone)).resolves.not.toEqual(first);
      const { code = '' } = await scene.local.lastMessage(phone);
      await type(page, 'Code', code);
      await scene.pressInOutage(page, 'Continue');
      await press(page, 'Continue');
      await shows(page, 'Profile');
    });

    it('is a recovery code, in whose place a new one comes', async () => {
      const page = await scene.visit();
      await signIn(page, email);
      await page.getByRole('button', { name: 'Recovery code' }).click();
      await opensForKeyboard(page, 'Enter a recovery code', 'Recovery code');
      await type(page, 'Recovery code', recoveryCode);
      await scene.look(page, 'second-factor-recovery');
      await press(page, 'Continue');
      await shows(page, 'Save your recovery code');
      await page.getByRole('checkbox').check();
      await press(page, 'Continue');
      await shows(page, 'Profile');
    });

    it('is left for the sign-in form', async () => {
      const page = await scene.visit();
      await signIn(page, email);
      await shows(page, 'Confirm that it is you');
      await press(page, 'Back to the sign-in');
      await shows(page, 'Sign in');
    });

    it('is added and removed, and other devices are ended then', async () => {
      const page = await scene.enter(email, '/second-factors', otpauthUri);
      const other = await scene.signInElsewhere(email, otpauthUri);
      await type(page, 'Your password', seededPassword);
      await scene.pressInOutage(page, 'Continue');
      await press(page, 'Continue');
      await proveByApp(page);
      await press(page, 'Remove Text message');
      await page.getByRole('dialog').waitFor();
      await scene.look(page, 'second-factors-remove');
      await scene.pressInOutage(page, 'Remove it');
      await press(page, 'Remove Text message');
      await press(page, 'Remove it');
      await page.getByText('Your second factors have changed.').waitFor();
      await scene.look(page, 'second-factors-changed');
      await page.playwright.route('**/graphql', (route) => route.abort());
      await press(page, 'Sign out everywhere else');
      expect(await refusal(page)).toContain('cannot be reached');
      await page.playwright.unroute('**/graphql');
      await press(page, 'Sign out everywhere else');
      await page.getByText('All other devices are signed out.').waitFor();
      expect(await other.look()).toBe('SESSION_ENDED');
    });
  });

  describe('the devices', () => {
    it('are listed, and end one by one, after the password and the second factor', async () => {
      const other = await scene.signInElsewhere(email, otpauthUri);
      const page = await scene.enter(email, '/devices', otpauthUri);
      await scene.wait(11 * 60);
      await page.getByText('This device').waitFor();
      await scene.look(page, 'devices');
      await page.getByRole('button', { name: /Safari/ }).click();
      await page.getByRole('dialog').waitFor();
      await scene.look(page, 'devices-password');
      await press(page, 'Close');
      await open(page, 'Profile');
      await open(page, 'Devices');
      await page.getByText('This device').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByRole('button', { name: /Safari/ }).click();
      await type(page, 'Your password', seededPassword);
      await scene.pressInOutage(page, 'Continue');
      await press(page, 'Continue');
      await proveByApp(page);
      await page.getByRole('button', { name: /Safari/ }).waitFor({ state: 'detached' });
      await page.until(`document.activeElement.innerText === 'Devices'`);
      expect(await other.look()).toBe('SESSION_ENDED');
    });
  });

  describe('the password', () => {
    it('is changed with the second factor, and ends every other device', async () => {
      const page = await scene.enter(email, '/password', otpauthUri);
      const other = await scene.visit();
      await signIn(other, email);
      await proveByApp(other);
      await shows(other, 'Profile');
      await type(page, 'Current password', 'not the password');
      await type(page, 'New password', newPassword);
      await press(page, 'Change the password');
      await page.getByText('Your current password is not right.').waitFor();
      await scene.look(page, 'password');
      await type(page, 'Current password', seededPassword);
      await press(page, 'Change the password');
      await shows(page, 'Confirm that it is you');
      await press(page, 'Cancel');
      await shows(page, 'Change your password');
      await type(page, 'Current password', seededPassword);
      await type(page, 'New password', newPassword);
      await press(page, 'Change the password');
      await proveByApp(page);
      await page.getByText('Your password has been changed.').waitFor();
      await scene.look(page, 'password-changed-confirm');
      await proveByApp(page);
      await shows(page, 'Profile');
      await other.playwright.reload();
      await shows(other, 'Sign in');
    });

    it('is changed at once without a second factor, and follows the rules', async () => {
      const page = await scene.enter('changes@example.com', '/password');
      await type(page, 'Current password', seededPassword);
      await type(page, 'New password', 'short');
      await press(page, 'Change the password');
      await page.getByText('The password does not meet the rules.').waitFor();
      await page.until(`document.activeElement.autocomplete === 'new-password'`);
      await scene.look(page, 'password-weak');
      await type(page, 'New password', newPassword);
      await scene.pressInOutage(page, 'Change the password');
      await press(page, 'Change the password');
      await page.getByText('All other devices are signed out.').waitFor();
      await scene.look(page, 'password-changed');
    });
  });
});
