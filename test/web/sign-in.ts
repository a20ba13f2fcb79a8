import { describe, expect, it } from '@jest/globals';
import { seededPassword } from '../support/local.ts';
import { leaked } from './accounts.ts';
import { opensForKeyboard } from './keyboard.ts';
import { open, press, refusal, scene, shows, signIn, type } from './scene.ts';

describe('signed out', () => {
  const email = 'editor@example.com';
  /** Nobody can load it: the name has no address (RFC 6761 §6.4). */
  const picture = 'https://pictures.invalid/lea.png';
  const newPassword = 'Quiet-River-42-Lantern';

  /** Chooses a new password at the tenant, by the link in the latest mail. */
  async function resetByMail(to: string): Promise<void> {
    const { link = '' } = await scene.local.lastMessage(to);
    const page = await scene.visit(link);
    await type(page, 'New password', newPassword);
    await type(page, 'Repeat the new password', newPassword);
    await page.getByRole('button').click();
    await page.getByText('The password is set').first().waitFor();
  }

  describe('the sign-in', () => {
    it('says what is wrong, and puts the focus where the user goes on', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      await press(page, 'Sign in');
      await page.until(`document.activeElement.autocomplete === 'username'`);
      await signIn(page, email, 'not the password');
      expect(await refusal(page)).toBe('Wrong username or password.');
      await page.until(`document.activeElement.autocomplete === 'current-password'`);
      await scene.look(page, 'sign-in-refused');
    });

    it('leads a user with a leaked password to a new one', async () => {
      const page = await scene.visit();
      await signIn(page, leaked.email, leaked.password);
      await opensForKeyboard(page, 'Choose a new password');
      await scene.look(page, 'leaked-password');
      await scene.pressInOutage(page, 'Send me a link');
      await press(page, 'Send me a link');
      await page.getByRole('status').waitFor();
      await resetByMail(leaked.email);
      await scene.local.manage('PATCH', `users/${leaked.user_id}`, { name: 'Lea Ked', picture });
      await press(page, 'Back to the sign-in');
      const failed = page.playwright.waitForEvent(
        'requestfailed',
        (request) => request.url() === picture,
      );
      await signIn(page, leaked.email, newPassword);
      await shows(page, 'Profile');
      await failed;
      await page.getByRole('main').getByText('LK', { exact: true }).waitFor();
    });

    it('leads a user who has forgotten the password to a new one', async () => {
      const page = await scene.visit();
      await page.getByRole('link', { name: 'Forgotten your password?' }).click();
      await shows(page, 'Forgotten password');
      await scene.look(page, 'forgotten-password');
      await type(page, 'E-mail address', 'admin@example.com');
      await scene.pressInOutage(page, 'Send the link');
      await press(page, 'Send the link');
      await opensForKeyboard(page, 'Look into your mail');
      await scene.look(page, 'forgotten-password-sent');
      await resetByMail('admin@example.com');
      await page.getByRole('link', { name: 'Back to the sign-in' }).click();
      await signIn(page, 'admin@example.com', newPassword);
      await shows(page, 'Profile');
      await scene.look(page, 'profile');
    });

    it('asks for the realm, where there are several', async () => {
      const gateway = await scene.local.anotherGateway({
        AUTH0_REALMS: 'customers:Username-Password-Authentication,partners:partners',
      });
      try {
        const page = await scene.visit('/', gateway);
        await signIn(page, 'partner@example.com');
        expect(await refusal(page)).toBe('Wrong username or password.');
        await page.getByLabel('Account directory').selectOption('partners');
        await scene.look(page, 'sign-in-realms');
        await signIn(page, 'partner@example.com');
        await shows(page, 'Profile');
      } finally {
        await gateway.close();
      }
    });

    it('waits for an address that must be verified', async () => {
      const gateway = await scene.local.anotherGateway({ REQUIRE_VERIFIED_EMAIL: 'true' });
      try {
        const page = await scene.visit('/sign-up', gateway);
        await type(page, 'E-mail address', 'unverified@example.com');
        await type(page, 'Password', newPassword);
        await press(page, 'Create account');
        await opensForKeyboard(page, 'Verify your address');
        await scene.pressInOutage(page, 'Send the mail again');
        await press(page, 'Send the mail again');
        await page.getByRole('status').waitFor();
        await scene.look(page, 'verify-email');
        const { link = '' } = await scene.local.lastMessage('unverified@example.com');
        await fetch(link);
        await press(page, 'Sign in');
        await signIn(page, 'unverified@example.com', newPassword);
        await shows(page, 'Profile');
      } finally {
        await gateway.close();
      }
    });
  });

  describe('an outage', () => {
    it('of Auth0 is a refusal that the form survives, and so is a slow answer', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      await type(page, 'E-mail address', email);
      await type(page, 'Password', seededPassword);
      await scene.pressInOutage(page, 'Sign in');
      await scene.look(page, 'sign-in-unavailable');
      await scene.fail('token', { fault: 'slow', delay_ms: 2_500 });
      await press(page, 'Sign in');
      await page.locator('button[data-loading]').waitFor();
      await scene.look(page, 'sign-in-pending');
      await shows(page, 'Profile');
    });

    it('of Auth0 is a refusal that the form for a new account survives', async () => {
      const page = await scene.visit('/sign-up');
      await type(page, 'Name', 'Olga Outage');
      await type(page, 'E-mail address', 'olga@example.com');
      await type(page, 'Password', newPassword);
      await scene.pressInOutage(page, 'Create account');
      await scene.look(page, 'sign-up-unavailable');
      await press(page, 'Create account');
      await shows(page, 'Profile');
      const banner = page.getByRole('status').filter({ hasText: 'Send it again' });
      await scene.fail('all', { fault: 'down' });
      await press(page, 'Send it again');
      await banner.getByText('Try again').waitFor();
      await scene.end('all');
      await press(page, 'Send it again');
      await page.getByRole('button', { name: 'Send it again' }).waitFor({ state: 'detached' });
    });

    it('of Auth0 leaves the user signed in, and the screens behind the sign-in work', async () => {
      const page = await scene.enter(email);
      await page.getByText('User ID').waitFor();
      await scene.fail('all', { fault: 'down' });
      for (const screen of ['Devices', 'What I may do', 'Profile']) {
        await open(page, screen);
        await shows(page, screen);
      }
      await page.playwright.reload();
      await shows(page, 'Profile');
      await page.getByText('User ID').waitFor();
    });

    it('of the gateway is no sign-out, and no screen is empty', async () => {
      const page = await scene.enter('user@example.com');
      await page.getByText('User ID').waitFor();
      await page.playwright.route('**/graphql', (route) => route.abort());
      await open(page, 'What I may do');
      expect(await refusal(page)).toContain('The list cannot be read at the moment.');
      await scene.look(page, 'access-unreachable');
      await page.playwright.unroute('**/graphql');
      await press(page, 'Try again');
      await page.getByText('you may use').waitFor();
      const refused = page.getByRole('listitem').filter({ hasText: 'Refused:' });
      await refused.getByText('You lack the permission').first().waitFor();
      await page.playwright.route('**/graphql', (route) => route.abort());
      await page.playwright.reload();
      await opensForKeyboard(page, 'The service cannot be reached');
      await scene.look(page, 'unreachable');
      await page.playwright.unroute('**/graphql');
      await shows(page, 'What I may do');
    });
  });

  describe('an address without a screen', () => {
    it('says so, and leads back', async () => {
      const page = await scene.enter(email, '/no-such-screen');
      await opensForKeyboard(page, 'There is no such page');
      await scene.look(page, 'not-found');
      await page.getByRole('link', { name: 'Go to the first page' }).click();
      await shows(page, 'Profile');
    });
  });
});
