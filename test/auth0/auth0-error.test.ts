import { describe, expect, it } from '@jest/globals';
import { toAuth0Answer } from '../../src/auth0/auth0-error.ts';

const answerTo = (body: unknown, headers: Record<string, string> = {}, status = 400) =>
  toAuth0Answer('oauth/token', { status, headers: new Headers(headers) }, body);

describe('the envelopes of contract 0.3', () => {
  it.each([
    ['OAuth', { error: 'a', error_description: 'b' }, { code: 'a', text: 'b', name: '' }],
    ['OAuth without description', { error: 'a' }, { code: 'a', text: 'a', name: '' }],
    [
      'database connection',
      { name: 'n', code: 'a', description: 'b', statusCode: 400 },
      { code: 'a', text: 'b', name: 'n' },
    ],
    [
      'database connection whose description is an object',
      { name: 'n', code: 'a', description: {}, message: 'b' },
      { code: 'a', text: 'b', name: 'n' },
    ],
    [
      'Management',
      { statusCode: 400, error: 'Bad Request', message: 'b', errorCode: 'c' },
      { code: 'c', text: 'b', name: '' },
    ],
    ['text with spaces', { error: 'a b c' }, { code: 'a b c', text: 'a b c', name: '' }],
    ['none: plain text', 'Unauthorized', { code: '', text: '', name: '' }],
    ['none: null', null, { code: '', text: '', name: '' }],
    ['none: a list', ['a'], { code: '', text: '', name: '' }],
    ['none: other types', { error: 1, name: {} }, { code: '', text: '', name: '' }],
  ])('%s', (_envelope, body, members) => {
    expect(answerTo(body)).toMatchObject({ ...members, body });
  });
});

describe('seconds to wait', () => {
  const tooManyRequests = { error: 'too_many_requests' };
  const date = 'Fri, 20 Nov 2026 10:00:00 GMT';
  const epoch = Date.parse(date) / 1000;

  it.each([
    ['Retry-After', { 'retry-after': '30' }, 30],
    ['Retry-After of zero', { 'retry-after': '0' }, 0],
    ['Retry-After of a day', { 'retry-after': '86400' }, 86_400],
    ['Retry-After beyond a day', { 'retry-after': '86401' }, undefined],
    ['Retry-After below zero', { 'retry-after': '-1' }, undefined],
    ['an empty Retry-After', { 'retry-after': '' }, undefined],
    ['Retry-After in words', { 'retry-after': 'soon' }, undefined],
    ['Retry-After as a date', { date, 'retry-after': 'Fri, 20 Nov 2026 10:00:07 GMT' }, 7],
    ['one of RFC 850', { date, 'retry-after': 'Friday, 20-Nov-26 10:00:07 GMT' }, 7],
    ['one of asctime', { date, 'retry-after': 'Fri Nov 20 10:00:07 2026' }, 7],
    ['a date that has passed', { date, 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 0],
    ['a date beyond a day', { date, 'retry-after': 'Sun, 22 Nov 2026 10:00:00 GMT' }, undefined],
    ['a date that is none', { date, 'retry-after': 'Fri, 99 Nov 2026 10:00:07 GMT' }, undefined],
    ['X-RateLimit-Reset', { date, 'x-ratelimit-reset': String(epoch + 9) }, 9],
    [
      'Retry-After before X-RateLimit-Reset',
      { date, 'retry-after': '5', 'x-ratelimit-reset': String(epoch + 9) },
      5,
    ],
    ['a reset in the past', { date, 'x-ratelimit-reset': String(epoch - 9) }, undefined],
    ['a reset without a date', { 'x-ratelimit-reset': String(epoch + 9) }, undefined],
    ['no header', {}, undefined],
  ])('%s', (_what, headers: Record<string, string>, seconds) => {
    expect(answerTo(tooManyRequests, headers, 429).retryAfter).toBe(seconds);
  });

  it('of a date count from our clock where Auth0 does not tell its own', () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() };
    const { retryAfter = 0 } = answerTo(tooManyRequests, headers, 429);
    expect(Math.abs(retryAfter - 60)).toBeLessThan(60);
  });

  it.each([
    { error: 'access_denied', error_description: 'Global limit has been reached' },
    { statusCode: 429, error: 'Too Many Requests', message: 'Global limit has been reached' },
  ])('are those of X-RateLimit-Reset for a limit of the tenant: %j', (body) => {
    const headers = { date, 'x-ratelimit-reset': String(epoch + 9) };
    expect(answerTo(body, headers, 429).retryAfter).toBe(9);
  });

  it('are not those of X-RateLimit-Reset for a block: it tells of another bucket (7.6)', () => {
    const headers = { date, 'x-ratelimit-reset': String(epoch + 9) };

    expect(answerTo({ error: 'too_many_attempts' }, headers, 429).retryAfter).toBeUndefined();
  });
});
