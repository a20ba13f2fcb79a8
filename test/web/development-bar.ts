import { describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

describe('in development', () => {
  const scene = new Scene({ hasBar: true });

  it('the bar shows in half a minute what a session goes through', async () => {
    const page = await scene.visit('/access');
    const bar = page.getByRole('complementary', { name: 'Development bar' });
    const story = bar.getByRole('status');
    const press = (name: string) => bar.getByRole('button', { name }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await bar.waitFor();
    await scene.look(page, 'development-bar-signed-out');
    expect(await bar.getByRole('button', { name: 'Expire my token' }).isDisabled()).toBe(true);

    await press('Sign in as …');
    const above = await page.getByRole('menu').boundingBox();
    const below = await bar.boundingBox();
    expect(above.bottom).toBeLessThan(below.top);
    await page.getByRole('menuitem', { name: 'editor@example.com' }).click();
    await page.getByRole('heading', { name: 'What I may do' }).waitFor();
    await story.getByText('Signed in as editor@example.com').waitFor();
    await page.getByText(/you may use (all )?\d+/).waitFor();
    await scene.look(page, 'access');

    await press('Expire my token');
    await story.getByText('Your access token has expired').waitFor();
    await page.getByRole('heading', { name: 'What I may do' }).waitFor();

    await press('Auth0 down for 10 s');
    await bar.getByText(/\d s left/).waitFor();
    expect(await story.innerText()).not.toContain('s left');
    await press('Development');
    await page.playwright.reload();
    await page.getByText(/you may use (all )?\d+/).waitFor();
    const fold = bar.getByRole('button', { name: 'Development' });
    expect(await fold.getAttribute('aria-expanded')).toBe('false');
    expect(await bar.getByRole('button').count()).toBe(1);
    await scene.look(page, 'development-bar-folded');
    await fold.press('Enter');

    await scene.end('all');
    await press('Sign me out elsewhere');
    await story.getByText('Another device has signed you out everywhere').waitFor();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('The session has ended').first().waitFor();
    expect(await page.playwright.context().cookies()).not.toEqual([]);
    expect(await bar.getByRole('link', { name: 'Outbox' }).getAttribute('href')).toBe(
      `${scene.local.tenant.issuer}outbox`,
    );
  });
});
