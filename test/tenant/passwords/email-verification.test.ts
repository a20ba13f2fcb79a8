import { beforeEach, describe, expect, it } from '@jest/globals';
import { testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';
import { follow, logged, mails, newestLink } from './support.ts';

const email = 'newcomer@example.com';

let tenant: TestTenant;
let link: string;
beforeEach(async () => {
  tenant = await testTenant();
  await tenant.signUp({ email: 'Newcomer@Example.com' });
  link = await newestLink(tenant);
});

const isVerified = async (): Promise<unknown> => {
  const { body } = await tenant.login({ username: email });
  return (await tenant.userInfo(body['access_token'])).body['email_verified'];
};

describe('contract 11.1: the mail after a sign-up', () => {
  it('has a link that verifies the address', async () => {
    expect(await mails(tenant)).toMatchObject([
      { channel: 'email', to: email, template: 'verify_email' },
    ]);
    expect(link).toMatch(
      new RegExp(`^${tenant.issuer}u/email-verification\\?ticket=[0-9a-f]{32}#$`),
    );
    expect(await isVerified()).toBe(false);
    const { status, text } = await follow(tenant, link);
    expect(status).toBe(200);
    expect(text).toContain(`${email} is yours`);
    expect(await isVerified()).toBe(true);
  });

  it('can be followed by a scanner first: the person is told the same, the log once', async () => {
    const first = await follow(tenant, link);
    const second = await follow(tenant, link);
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(await logged(tenant, 'sv')).toMatchObject([
      { type: 'sv', description: 'Your email was verified.', user_name: email },
    ]);
  });

  it('is a link for five days', async () => {
    tenant.advance(5 * 24 * 60 * 60 * 1000);
    const { status, text } = await follow(tenant, link);
    expect(status).toBe(404);
    expect(text).toContain('This link does not work');
    expect(await isVerified()).toBe(false);
  });

  it('has a page that loads nothing and is kept by nobody', async () => {
    const { headers } = await follow(tenant, link);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is not sent where the sign-up was refused', async () => {
    await tenant.signUp({ email });
    await tenant.signUp({ email: 'other@example.com', password: 'weak' });
    expect(await mails(tenant)).toHaveLength(1);
  });

  it('is not sent where the tenant has it switched off', async () => {
    const quiet = await testTenant(({ settings }) => {
      settings.email_templates.verify_email.enabled = false;
    });
    expect((await quiet.signUp()).status).toBe(200);
    expect(await mails(quiet)).toEqual([]);
  });
});
