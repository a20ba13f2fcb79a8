import { beforeEach, describe, expect, it } from '@jest/globals';
import { password, testTenant } from '../support.ts';
import type { Seed, TestTenant } from '../support.ts';
import { better, choosePassword, follow, logged, requestReset, resetLink } from './support.ts';

const day = 24 * 60 * 60 * 1000;

let tenant: TestTenant;
let link: string;
beforeEach(async () => {
  tenant = await testTenant();
  link = await resetLink(tenant);
});

const statusOfLogin = async (typed: string): Promise<number> =>
  (await tenant.login({ password: typed })).status;
const tenantWith = async (change: (seed: Seed) => void): Promise<void> => {
  tenant = await testTenant(change);
  link = await resetLink(tenant);
};

describe('contract 11.2: the page behind the link of a reset', () => {
  it('is a form that needs no script and tells the rules before anything is typed', async () => {
    const { status, text } = await follow(tenant, link);
    expect(status).toBe(200);
    expect(text).toContain('For admin@example.com at Gatehouse local tenant.');
    expect(text).toContain('At least 8 characters in length');
    expect(text).not.toMatch(/Met:|Not met:|<script/);
    expect(text).toMatch(/<label for="password">/);
    expect(text.match(/autocomplete="new-password"/g)).toHaveLength(2);
  });

  it('loads a typeface alone, is kept by nobody, framed by nobody, and tells nobody its address', async () => {
    const { headers, text } = await follow(tenant, link);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/(src|href)=(?!"data:)/);
    const loaded = Array.from(text.matchAll(/url\((.*?)\)/g), ([, url = '']) => url);
    expect(loaded).toEqual(['/u/inter.woff2']);
    const typeface = await fetch(tenant.url + (loaded[0] ?? ''));
    expect([typeface.status, typeface.headers.get('content-type')]).toEqual([200, 'font/woff2']);
  });

  it('sets the password: the new one signs in, the old one does not', async () => {
    const { status, text } = await choosePassword(tenant, link, better);
    expect(status).toBe(200);
    expect(text).toContain('The password is set');
    expect(await statusOfLogin(better)).toBe(200);
    expect(await statusOfLogin(password)).toBe(403);
    expect(await logged(tenant, 'scp', 'fcp')).toMatchObject([
      { type: 'scp', user_name: 'admin@example.com', ip: '127.0.0.1' },
    ]);
  });

  it('sends the browser to the redirect URL of the template of the mail', async () => {
    expect((await choosePassword(tenant, link, better)).text).toContain('close this page');
    await tenantWith(({ settings }) => {
      settings.email_templates.reset_email.resultUrl = 'https://app.example.com/welcome';
    });
    const ticket = new URL(link).searchParams.get('ticket') ?? '';
    const body = new URLSearchParams({ ticket, password: better, repeated: better });
    const { status, headers } = await fetch(`${tenant.url}/u/reset-password`, {
      ...{ method: 'POST', body, redirect: 'manual' },
    });
    expect(status).toBe(302);
    expect(headers.get('location')).toContain('https://app.example.com/welcome?');
  });

  it('U03: keeps the password byte for byte', async () => {
    const odd = ` +%26=é漢 7${'x'.repeat(100)} `;
    await choosePassword(tenant, link, odd);
    expect(await statusOfLogin(odd)).toBe(200);
    expect(await statusOfLogin(odd.trim())).toBe(403);
  });

  it('says of each rule whether it is met, and keeps the link good', async () => {
    const { status, text } = await choosePassword(tenant, link, 'longenough');
    expect(status).toBe(400);
    expect(text).toContain('Password is too weak');
    expect(text).toMatch(/Met:<\/b> At least 8 characters in length/);
    expect(text).toMatch(/Not met:<\/b> Contain at least 3 of the following 4 types/);
    expect(text).toMatch(/Met:<\/b> lower case letters/);
    expect(text).toMatch(/Not met:<\/b> numbers/);
    expect(await logged(tenant, 'scp', 'fcp')).toMatchObject([
      { type: 'fcp', description: 'Password is too weak' },
    ]);
    expect((await choosePassword(tenant, link, better)).status).toBe(200);
  });

  it('refuses two passwords that differ', async () => {
    const { status, text } = await choosePassword(tenant, link, better, `${better} `);
    expect(status).toBe(400);
    expect(text).toContain('The two passwords are not the same.');
    expect(await statusOfLogin(password)).toBe(200);
  });

  it('U06, L01: shows and logs no password', async () => {
    const pages = [
      await choosePassword(tenant, link, 'weak-secret'),
      await choosePassword(tenant, link, better, 'other-secret'),
      await choosePassword(tenant, link, better),
    ];
    const written = [...pages.map(({ text }) => text), JSON.stringify(await tenant.logs())];
    for (const secret of ['weak-secret', 'other-secret', better, password]) {
      expect(written.join()).not.toContain(secret);
    }
  });

  it('L01: its ticket is in no log record', async () => {
    await follow(tenant, link);
    await choosePassword(tenant, link, better);
    const ticket = new URL(link).searchParams.get('ticket') ?? '';
    expect(ticket).toHaveLength(32);
    expect(JSON.stringify(await tenant.logs())).not.toContain(ticket);
  });
});

describe('contract 11.2: the life of the link of a reset', () => {
  const isGood = async (): Promise<boolean> => {
    const { status, text } = await follow(tenant, link);
    expect(text).toContain(status === 200 ? 'Choose a new password' : 'This link does not work');
    return status === 200;
  };

  it('is five days', async () => {
    tenant.advance(5 * day - 1);
    expect(await isGood()).toBe(true);
    tenant.advance(1);
    expect(await isGood()).toBe(false);
    expect((await choosePassword(tenant, link, better)).status).toBe(404);
    expect(await statusOfLogin(better)).toBe(403);
  });

  it('ends with its use', async () => {
    await choosePassword(tenant, link, better);
    expect(await isGood()).toBe(false);
    expect((await choosePassword(tenant, link, 'Yellow-Kettle-9-Violin')).status).toBe(404);
    expect(await statusOfLogin(better)).toBe(200);
  });

  it('is one use, also of two at once', async () => {
    const answers = await Promise.all(
      [better, 'Yellow-Kettle-9-Violin'].map((chosen) => choosePassword(tenant, link, chosen)),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
  });

  it('ends with a newer link', async () => {
    const older = link;
    link = await resetLink(tenant);
    expect((await choosePassword(tenant, older, better)).status).toBe(404);
    expect(await isGood()).toBe(true);
  });

  it('does not end with a link to somebody else', async () => {
    await requestReset(tenant, { email: 'user@example.com' });
    expect(await isGood()).toBe(true);
  });

  it.each(['', '?ticket=', '?ticket=0', '?ticket=a&ticket=b'])(
    'never began with %j',
    async (query) => {
      const { status, text } = await tenant.get(`/u/reset-password${query}`);
      expect(status).toBe(404);
      expect(text).toContain('This link does not work');
    },
  );

  it.each([
    ['user', { method: 'DELETE' }],
    ['address', { method: 'PATCH', body: JSON.stringify({ email: 'ada@example.com' }) }],
  ])('ends with the %s', async (_title, init) => {
    await tenantWith(({ settings }) => {
      settings.client_grants[0]?.scope.push('delete:users');
    });
    const token = await tenant.managementToken();
    const path = `/api/v2/users/${encodeURIComponent('auth0|6500000000000000000000a1')}`;
    await fetch(tenant.url + path, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...('body' in init && { 'content-type': 'application/json' }),
      },
    });
    expect(await isGood()).toBe(false);
  });

  it('does not do for verifying an address', async () => {
    const other = link.replace('reset-password', 'email-verification');
    expect((await follow(tenant, other)).status).toBe(404);
  });
});

describe('contract 11.2: what a new password brings with it', () => {
  const verified = async (): Promise<unknown> => {
    const { body } = await tenant.login({ password: better });
    return (await tenant.userInfo(body['access_token'])).body['email_verified'];
  };

  it.each([true, false])(
    'the address counts as verified, where reset_verifies_email is %s (unconfirmed)',
    async (reset_verifies_email) => {
      await tenantWith(({ settings, admin }) => {
        admin.email_verified = false;
        settings.unconfirmed.reset_verifies_email = reset_verifies_email;
      });
      await choosePassword(tenant, link, better);
      expect(await verified()).toBe(reset_verifies_email);
    },
  );

  it.each([
    [false, 200],
    [true, 403],
  ])(
    'refresh tokens end, where password_change_revokes_refresh_tokens is %s (unconfirmed): %d',
    async (password_change_revokes_refresh_tokens, status) => {
      await tenantWith(({ settings }) => {
        settings.unconfirmed.password_change_revokes_refresh_tokens =
          password_change_revokes_refresh_tokens;
      });
      const { body } = await tenant.login();
      await choosePassword(tenant, link, better);
      expect((await tenant.refresh(body['refresh_token'])).status).toBe(status);
    },
  );

  it('the block of brute-force protection ends (7.1)', async () => {
    for (let count = 0; count < 10; count += 1) await statusOfLogin('Wrong-Horse-7');
    expect(await statusOfLogin(password)).toBe(429);
    link = await resetLink(tenant);
    await choosePassword(tenant, link, better);
    expect(await statusOfLogin(better)).toBe(200);
  });

  it('the time of it, in the Management API', async () => {
    tenant.advance(1_000);
    await choosePassword(tenant, link, better);
    const path = `/api/v2/users/${encodeURIComponent('auth0|6500000000000000000000a1')}`;
    const authorization = `Bearer ${await tenant.managementToken()}`;
    const { body } = await tenant.get(path, { authorization });
    expect(body['last_password_reset']).toBe('2026-03-01T12:00:01.500Z');
    expect(body['updated_at']).toBe('2026-03-01T12:00:01.500Z');
    expect(JSON.stringify(body)).not.toContain('argon2');
  });
});
