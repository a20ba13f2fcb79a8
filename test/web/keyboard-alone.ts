import { it } from '@jest/globals';
import type { Tab } from '../support/tab.ts';
import { enterOn, opensForKeyboard, reach, typeInto } from './keyboard.ts';
import { scene } from './scene.ts';

const email = 'kim@example.com';
const password = 'Quiet-River-42-Lantern';

it('the keyboard alone opens an account, gives it a second factor, and signs in with it', async () => {
  const page = await scene.visit();
  const { keyboard } = page;
  await opensForKeyboard(page, 'Sign in', 'E-mail address');
  await enterOn(page, 'Forgotten your password?');
  await opensForKeyboard(page, 'Forgotten password', 'E-mail address');
  await enterOn(page, 'Back to the sign-in');
  await enterOn(page, 'Create one');
  await opensForKeyboard(page, 'Create an account', 'Name');
  await keyboard.insertText('Kim Key');
  await typeInto(page, 'E-mail address', email);
  await typeInto(page, 'Password', password);
  await keyboard.press('Enter');

  await opensForKeyboard(page, 'Profile');
  await enterOn(page, 'Send it again', 'Shift+Tab');
  await enterOn(page, 'Password', 'Shift+Tab');
  await opensForKeyboard(page, 'Change your password');
  await enterOn(page, 'Devices', 'Shift+Tab');
  await page.getByText('This device').first().waitFor();
  await opensForKeyboard(page, 'Devices');
  await enterOn(page, 'What I may do', 'Shift+Tab');
  await opensForKeyboard(page, 'What I may do');

  await enterOn(page, 'Second factors', 'Shift+Tab');
  await opensForKeyboard(page, 'Second factors');
  const uri = await addApp(page);
  await enterOn(page, /^Account of/, 'Shift+Tab');
  await page.getByRole('menu').waitFor();
  await reach(page, 'Sign out', 'ArrowDown');
  await keyboard.press('Enter');

  await opensForKeyboard(page, 'Sign in', 'E-mail address');
  await keyboard.insertText(email);
  await typeInto(page, 'Password', password);
  await keyboard.press('Enter');
  await opensForKeyboard(page, 'Confirm that it is you');
  await proveByApp(page, uri);
  await opensForKeyboard(page, 'Second factors');
  await typeInto(page, 'Your password', password);
  await keyboard.press('Enter');
  await opensForKeyboard(page, 'Confirm that it is you');
  await proveByApp(page, uri);
  await removeApp(page);
});

/** Adds an authenticator app, and returns what it has scanned. */
async function addApp(page: Tab): Promise<string> {
  const { keyboard } = page;
  await typeInto(page, 'Your password', password);
  await keyboard.press('Enter');
  await page.getByText('You have no second factor yet.').waitFor();
  await opensForKeyboard(page, 'Second factors');
  await enterOn(page, 'Add a second factor');
  await opensForKeyboard(page, 'Set up a second factor');
  await enterOn(page, 'Authenticator app');
  const app = page.getByRole('link', { name: 'open the app on this device' });
  const uri = (await app.getAttribute('href')) ?? '';
  await reach(page, 'Copy', 'Shift+Tab');
  await typeInto(page, 'Code that the app shows', await scene.codeOf(uri));
  await keyboard.press('Enter');
  await opensForKeyboard(page, 'Save your recovery code');
  await reach(page, 'I have saved the code');
  await keyboard.press('Space');
  await enterOn(page, 'Continue');
  await page.getByText('A code from the app on your phone').waitFor();
  await opensForKeyboard(page, 'Second factors');
  return uri;
}

async function proveByApp(page: Tab, uri: string): Promise<void> {
  await enterOn(page, 'Authenticator app');
  await opensForKeyboard(page, 'Enter the code', 'Code');
  await page.keyboard.insertText(await scene.codeOf(uri));
  await page.keyboard.press('Enter');
}

/** Opens the dialog twice: Escape closes it, and the focus is where it was. */
async function removeApp(page: Tab): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Remove Authenticator app' }).waitFor();
  await opensForKeyboard(page, 'Second factors');
  await enterOn(page, 'Remove Authenticator app');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.until(`document.activeElement.ariaLabel === 'Remove Authenticator app'`);
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await enterOn(page, 'Remove it');
  await page.getByText('You have no second factor yet.').waitFor();
  await page.until(`document.activeElement.innerText === 'Second factors'`);
}
