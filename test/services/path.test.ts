import { describe, expect, it } from '@jest/globals';
import { path } from '../../src/services/path.ts';

const base = 'http://orders.internal/v1/';

describe('path', () => {
  it.each([
    'plain',
    'auth0|6500000000000000000000b1',
    'a/b',
    '/',
    '//evil.example',
    '\\\\evil.example\\x',
    'http://evil.example/',
    'a?b=c',
    'a#b',
    'a;b',
    'a b',
    '%',
    '%2e%2e',
    '%2F',
    '%00',
    '\0',
    'a\r\nX-Injected: 1',
    '\t..',
    '...',
    '..;',
    '.\u200b.',
    '..\uff0f',
    '\u2024\u2024',
    'ünïcödé',
    '注文',
    '🫖',
    'a'.repeat(500),
  ])('makes one segment of %j, and the service reads it back as it was', (id) => {
    const { href } = new URL(path`orders/${id}/lines`, base);
    const segments = href.slice(base.length).split('/');
    expect(segments).toEqual(['orders', expect.any(String), 'lines']);
    expect(decodeURIComponent(segments[1] ?? '')).toBe(id);
  });

  it.each(['', '.', '..', '\ud800', 'a\udc00', 'a'.repeat(501)])('refuses %j', (id) => {
    expect(() => path`orders/${id}`).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  it('says nothing of the value that it refuses', () => {
    expect(() => path`orders/${'secret'.repeat(100)}`).toThrow(/^There is no such id\.$/);
  });

  it('takes numbers, several values, and literals as they are', () => {
    expect(path`orders/${7}/lines/${'a/b'}?expand=${'x&y=z'}`).toBe(
      'orders/7/lines/a%2Fb?expand=x%26y%3Dz',
    );
  });
});
