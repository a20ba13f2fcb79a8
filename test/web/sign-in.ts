import { describe, expect, it } from '@jest/globals';
import { press, refusal, Scene, shows, signIn, type } from './scene.ts';
import { seededPassword } from '../support/local.ts';

describe('signed out', () => {
  const email = 'editor@example.com';
  const leaked = 'AUTH0-TEST-Leaked-Password-1';
  /** Nobody can load it: the name has no address (RFC 6761 §6.4). */
  const picture = 'https://pictures.invalid/lea.png';
  const newPassword = 'Quiet-River-42-Lantern';

  const scene = new Scene({
    settings: ({ connections, users }) => {
      const [first] = connections;
      if (first) connections.push({ ...structuredClone(first), name: 'partners' });
      const [user] = users;
      if (!user) return;
      users.push(
        {
          ...structuredClone(user),
          user_id: 'auth0|partner',
          email: 'partner@example.com',
          connection: 'partners',
        },
        {
          ...structuredClone(user),
          user_id: 'auth0|leaked',
          email: 'leaked@example.com',
          password: leaked,
        },
      );
    },
  });

  /** Chooses a new password at the tenant, by the link in the latest mail. */
  async function resetByMail(to: string): Promise<void> {
    const { link = '' } = await scene.local.lastMessage(to);
    const page = await scene.visit(link);
    for (const field of await page.locator('input[type=password]').all())
      await field.fill(newPassword);
    await page.getByRole('button').click();
    await page.getByText('The password is set').first().waitFor();
  }

  describe('the sign-in', () => {
    it('says what is wrong, and puts the focus where the user goes on', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      await press(page, 'Sign in');
      expect(await page.evaluate('document.activeElement.autocomplete')).toBe('username');
      await signIn(page, email, 'not the password');
      expect(await refusal(page)).toBe('Wrong username or password.');
      expect(await page.evaluate('document.activeElement.autocomplete')).toBe('current-password');
      await scene.look(page, 'sign-in-refused');
    });

    it('works with the keyboard alone', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      const { keyboard } = page;
      await keyboard.type(email);
      await keyboard.press('Tab');
      await keyboard.type(seededPassword);
      await keyboard.press('Enter');
      await shows(page, 'Profile');
      const focus = () => page.evaluate<string>('document.activeElement.textContent');
      await page.evaluate('document.activeElement.blur()');
      const seen: string[] = [];
      while (!seen.includes('Devices') && seen.length < 20) {
        await keyboard.press('Tab');
        seen.push(await focus());
      }
      await keyboard.press('Enter');
      await shows(page, 'Devices');
      while (!(await focus()).startsWith('Account of')) await keyboard.press('Shift+Tab');
      await keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      await keyboard.press('ArrowDown');
      while ((await focus()) !== 'Sign out') await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await shows(page, 'Sign in');
    });

    it('leads a user with a leaked password to a new one', async () => {
      const page = await scene.visit();
      await signIn(page, 'leaked@example.com', leaked);
      await shows(page, 'Choose a new password');
      await scene.look(page, 'leaked-password');
      await press(page, 'Send me a link');
      await page.getByRole('status').waitFor();
      await resetByMail('leaked@example.com');
      await scene.local.manage('PATCH', 'users/auth0|leaked', { name: 'Lea Ked', picture });
      await press(page, 'Back to the sign-in');
      const failed = page.waitForEvent('requestfailed', (request) => request.url() === picture);
      await signIn(page, 'leaked@example.com', newPassword);
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
      await press(page, 'Send the link');
      await shows(page, 'Look into your mail');
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
        await shows(page, 'Verify your address');
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
    it('that makes Auth0 slow shows that the sign-in is under way', async () => {
      const page = await scene.visit();
      await shows(page, 'Sign in');
      await scene.control('PUT', 'faults/token', { fault: 'slow', delay_ms: 2_500 });
      await signIn(page, email);
      await page.locator('button[data-loading]').waitFor();
      await scene.look(page, 'sign-in-pending');
      await shows(page, 'Profile');
    });

    it('of Auth0 is a refusal that a form survives', async () => {
      const page = await scene.visit();
      await scene.control('PUT', 'faults/token', { fault: 'down' });
      await signIn(page, email);
      expect(await refusal(page)).toContain('Try again');
      await scene.look(page, 'sign-in-unavailable');
      await scene.control('DELETE', 'faults/token');
      await press(page, 'Sign in');
      await shows(page, 'Profile');
    });

    it('of the gateway is no sign-out', async () => {
      const page = await scene.visit();
      await signIn(page, email);
      await shows(page, 'Profile');
      await page.route('**/graphql', (route) => route.abort());
      await page.reload();
      await shows(page, 'The service cannot be reached');
      await scene.look(page, 'unreachable');
      await page.unroute('**/graphql');
      await shows(page, 'Profile');
    });
  });

  describe('an address without a screen', () => {
    it('says so, and leads back', async () => {
      const page = await scene.visit('/no-such-screen');
      await signIn(page, email);
      await shows(page, 'There is no such page');
      await scene.look(page, 'not-found');
      await page.getByRole('link', { name: 'Go to the first page' }).click();
      await shows(page, 'Profile');
    });
  });
});
