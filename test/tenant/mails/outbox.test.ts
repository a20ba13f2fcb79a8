import { describe, expect, it } from '@jest/globals';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import { outbox } from '../../../src/tenant/mails/outbox.ts';
import { testTenant } from '../support.ts';
import { mails, requestReset } from '../passwords/support.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('GET /outbox, for people', () => {
  it('says that there is nothing', async () => {
    const { status, text } = await (await testTenant()).get('/outbox', { accept: browser });
    expect(status).toBe(200);
    expect(text).toContain('The outbox is empty.');
  });

  it('shows messages, newest first, with links to click', async () => {
    const tenant = await testTenant();
    await requestReset(tenant, { email: 'user@example.com' });
    await requestReset(tenant);
    const { text } = await tenant.get('/outbox', { accept: browser });
    expect(text.indexOf('Mail to admin@example.com')).toBeLessThan(
      text.indexOf('Mail to user@example.com'),
    );
    for (const { link = '' } of await mails(tenant)) expect(text).toContain(`href="${link}"`);
  });

  it('leads to the tenant, and to the explorer and the app of the gateway', async () => {
    const tenant = await testTenant();
    tenant.useHook('http://localhost:4000/hooks/auth0');
    const { text } = await tenant.get('/outbox', { accept: browser });
    const [, bar = ''] = /<nav[^>]*>(.*?)<\/nav>/s.exec(text) ?? [];
    expect(Array.from(bar.matchAll(/href="(.*?)"/g), ([, href]) => href)).toEqual([
      '/',
      '/outbox',
      'http://localhost:4000/graphql',
      'http://localhost:4000/',
    ]);
  });

  it('loads nothing, is kept by nobody, and escapes what others wrote', async () => {
    const tenant = await testTenant(({ settings }) => {
      settings.tenant.friendly_name = '<script>alert(1)</script>';
    });
    await requestReset(tenant);
    const { text, headers } = await tenant.get('/outbox');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<script|src=/);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('GET /outbox, for programs', () => {
  it('gives the messages, oldest first', async () => {
    const tenant = await testTenant();
    await requestReset(tenant);
    tenant.advance(1_000);
    await requestReset(tenant, { email: 'user@example.com' });
    const { headers } = await tenant.get('/outbox', { accept: 'application/json' });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await mails(tenant)).toMatchObject([
      { to: 'admin@example.com', sentAt: '2026-03-01T12:00:00.500Z' },
      { to: 'user@example.com', sentAt: '2026-03-01T12:00:01.500Z' },
    ]);
  });

  it('knows one by an Accept that names JSON and not HTML', async () => {
    const tenant = await testTenant();
    const accept = 'application/json, text/plain, */*';
    expect((await tenant.get('/outbox', { accept })).text).toBe('{"messages":[]}');
  });

  it('picks those to one address', async () => {
    const tenant = await testTenant();
    await requestReset(tenant);
    await requestReset(tenant, { email: 'user@example.com' });
    expect(await mails(tenant, 'user@example.com')).toMatchObject([{ to: 'user@example.com' }]);
    expect(await mails(tenant, 'nobody@example.com')).toEqual([]);
  });
});

describe('outbox', () => {
  it('keeps its 200 newest messages', () => {
    const kept = outbox(new SavedState(), () => new Date(0));
    for (let count = 0; count <= 200; count += 1) {
      kept.send({
        channel: 'sms',
        to: '+4915112345678',
        template: 'mfa_oob_code',
        text: `${count}`,
      });
    }
    expect(kept.messages()).toHaveLength(200);
    expect(kept.messages()[0]?.text).toBe('1');
  });
});
