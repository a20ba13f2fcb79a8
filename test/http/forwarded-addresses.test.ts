import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { findClientIp, trustProxies } from '../../src/http/client-addresses.ts';

const nobody = trustProxies([]);
const proxies = trustProxies(['10.0.0.0/8', '192.0.2.1', '2001:db8:aaaa::/48', '::1']);

describe('U02: with no proxy trusted', () => {
  it.each([
    ['198.51.100.7', undefined],
    ['198.51.100.7', '203.0.113.9'],
    ['198.51.100.7', '203.0.113.9, 10.0.0.1'],
    ['198.51.100.7', 'unknown'],
  ])('a peer at %s that sends %p is itself', (peer, forwardedFor) => {
    expect(findClientIp(peer, forwardedFor, nobody)).toBe('198.51.100.7');
  });
});

describe('U02: behind trusted proxies', () => {
  it.each([
    ['no header', '10.0.0.1', undefined, '10.0.0.1'],
    ['an empty header', '10.0.0.1', '', '10.0.0.1'],
    ['one hop', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['a proxy given by address', '192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['an untrusted peer of the same network', '192.0.2.2', '203.0.113.9', '192.0.2.2'],
    ['a forged entry before the real one', '10.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    [
      'a forged entry that names a trusted proxy',
      '10.0.0.1',
      '10.9.9.9, 203.0.113.9',
      '203.0.113.9',
    ],
    [
      'an untrusted hop between proxies',
      '10.0.0.1',
      '10.0.0.3, 203.0.113.9, 10.0.0.2',
      '203.0.113.9',
    ],
    ['every hop trusted', '10.0.0.1', '10.0.0.4, 10.0.0.3, 10.0.0.2', '10.0.0.4'],
    ['a private address', '10.0.0.1', '192.168.1.20', '192.168.1.20'],
    ['an IPv6 client', '10.0.0.1', '2001:db8::7', '2001:db8::7'],
    ['an IPv6 proxy inside its range', '2001:db8:aaaa:1::1', '203.0.113.9', '203.0.113.9'],
    ['an IPv6 peer outside the range', '2001:db8:aaab::1', '203.0.113.9', '2001:db8:aaab::1'],
    ['IPv6 loopback', '::1', '203.0.113.9', '203.0.113.9'],
    ['an IPv4 range and an IPv6 peer of the same bits', '::a00:1', '203.0.113.9', '::a00:1'],
    ['several headers, joined', '10.0.0.1', '1.1.1.1,203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ])('%s', (_case, peer, forwardedFor, address) => {
    expect(findClientIp(peer, forwardedFor, proxies)).toBe(address);
  });

  it.each([
    ['a port', '203.0.113.9:4711', '203.0.113.9'],
    ['a bracketed IPv6', '[2001:db8::7]', '2001:db8::7'],
    ['a bracketed IPv6 with port', '[2001:db8::7]:443', '2001:db8::7'],
    ['an IPv4-mapped address', '::ffff:203.0.113.9', '203.0.113.9'],
    ['an IPv4-mapped address in hexadecimal', '::ffff:cb00:7109', '203.0.113.9'],
    ['an IPv4-mapped address, bracketed, with port', '[::ffff:203.0.113.9]:80', '203.0.113.9'],
    ['a zone id', 'fe80::1%eth0', 'fe80::1'],
    ['a bracketed zone id with port', '[fe80::1%eth0]:443', 'fe80::1'],
    ['a long spelling', '2001:0DB8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['spaces and tabs around it', ' \t 203.0.113.9 \t', '203.0.113.9'],
  ])('%s comes out bare', (_case, entry, address) => {
    expect(findClientIp('10.0.0.1', entry, proxies)).toBe(address);
  });

  it.each([
    'unknown',
    '_hidden',
    '',
    ' ',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.09',
    '0x7f.1',
    '2130706433',
    '203.0.113.9:',
    '203.0.113.9:http',
    '203.0.113.9 198.51.100.1',
    '203.0.113.9;198.51.100.1',
    '203.0.113.0/24',
    '[2001:db8::7',
    '2001:db8::7]',
    '[2001:db8::7]443',
    '2001:db8:::7',
    '2001:db8::7::1',
    ':::',
    'localhost',
    'example.com',
    'for=203.0.113.9',
    '"203.0.113.9"',
    "' OR 1=1 --",
    '<script>',
    '\u0000',
    'é',
    '9'.repeat(5000),
  ])('the bad entry %j ends the walk at the last good one', (entry) => {
    expect(findClientIp('10.0.0.1', `203.0.113.9, ${entry}, 10.0.0.2`, proxies)).toBe('10.0.0.2');
    expect(findClientIp('10.0.0.1', entry, proxies)).toBe('10.0.0.1');
  });

  it('walks a thousand hops', () => {
    const hops = ['203.0.113.9', ...Array.from({ length: 1000 }, () => '10.0.0.2')];

    expect(findClientIp('10.0.0.1', hops.join(', '), proxies)).toBe('203.0.113.9');
  });
});

describe('the peer', () => {
  it.each([
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['fe80::1%lo0', 'fe80::1'],
    ['::1', '::1'],
    [undefined, undefined],
    ['', undefined],
  ])('%p is %p', (peer, address) => {
    expect(findClientIp(peer, undefined, nobody)).toBe(address);
  });

  it('is a trusted proxy in its IPv4-mapped form too', () => {
    expect(findClientIp('::ffff:10.0.0.1', '203.0.113.9', proxies)).toBe('203.0.113.9');
  });

  it('is in the range that is everything', () => {
    const everybody = trustProxies(['0.0.0.0/0', '::/0']);

    expect(findClientIp('198.51.100.7', '203.0.113.9, 2001:db8::7', everybody)).toBe('203.0.113.9');
  });
});

it('U02: whatever the header, the result is one literal without port or zone', () => {
  const random = randomNumbers(20_261_120);
  const pieces = [
    '10.0.0.1',
    '::ffff:',
    '2001:db8::',
    'fe80::1',
    '%',
    ':',
    '.',
    ',',
    '[',
    ']',
    ' ',
  ];
  const piece = () => pieces[Math.floor(random() * pieces.length)] ?? '';
  const number = () => Math.floor(random() * 0x1_0000).toString(random() < 0.5 ? 10 : 16);
  const headers = Array.from({ length: 50_000 }, () =>
    Array.from({ length: Math.floor(random() * 12) }, () =>
      random() < 0.6 ? piece() : number(),
    ).join(''),
  );

  const isBareLiteral = (address = '') => isIP(address) !== 0 && !address.includes('%');

  expect(
    headers.filter((header) => !isBareLiteral(findClientIp('10.0.0.1', header, proxies))),
  ).toEqual([]);
});

/** Makes a linear congruential generator. The same seed gives the same numbers, so that a failure can be reproduced. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
