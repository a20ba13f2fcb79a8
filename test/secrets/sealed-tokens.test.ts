import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import { sealedTokens } from '../../src/secrets/sealed-tokens.ts';

const secret = 'a-client-secret-of-high-entropy';
let now = new Date('2026-11-20T10:00:00Z');
const tokens = sealedTokens<{ user: string }>([secret], 'mfa+jwt', () => now);

describe('a sealed token', () => {
  it('gives back what was sealed, and for how long it holds', async () => {
    const token = await tokens.seal({ user: 'auth0|1' }, 600);
    now = new Date('2026-11-20T10:00:40Z');
    expect(await tokens.open(token)).toEqual({ state: { user: 'auth0|1' }, expiresIn: 560 });
  });

  it('cannot be read by who carries it', async () => {
    const token = await tokens.seal({ user: 'auth0|1' }, 600);
    const parts = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(parts.join('')).not.toContain('auth0|1');
  });

  it('expires', async () => {
    const token = await tokens.seal({ user: 'auth0|1' }, 600);
    now = new Date(now.getTime() + 600_000);
    expect(await tokens.open(token)).toBe('expired');
  });

  it('opens at every replica with the same secret, and nowhere else', async () => {
    const token = await tokens.seal({ user: 'auth0|1' }, 600);
    const open = (by: string, type = 'mfa+jwt') =>
      sealedTokens<{ user: string }>([by], type, () => now).open(token);
    expect(await open(secret)).toMatchObject({ state: { user: 'auth0|1' } });
    expect(await open('another')).toBe('unknown');
    expect(await open(secret, 'verification+jwt')).toBe('unknown');
  });

  it.each([
    ['empty', ''],
    ['text', 'Fe26.2*SERVER_1*x'],
    ['a signed token', 'eyJhbGciOiJub25lIn0.e30.'],
    ['five empty parts', '....'],
  ])('is unknown when it is %s', async (_what, token) => {
    expect(await tokens.open(token)).toBe('unknown');
  });

  it('is unknown when a bit of it has changed', async () => {
    const token = await tokens.seal({ user: 'auth0|1' }, 600);
    const changed = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    expect(await tokens.open(changed)).toBe('unknown');
  });

  it('is unknown when somebody else’s key has sealed it', async () => {
    const forged = await new CompactEncrypt(Buffer.from('{"state":{"user":"auth0|1"},"exp":9e9}'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'mfa+jwt' })
      .encrypt(new Uint8Array(32));
    expect(await tokens.open(forged)).toBe('unknown');
  });
});
