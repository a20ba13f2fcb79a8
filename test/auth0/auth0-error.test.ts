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

  it('are not those of X-RateLimit-Reset for a block: it tells of another bucket (7.6)', () => {
    const headers = { date, 'x-ratelimit-reset': String(epoch + 9) };

    expect(answerTo({ error: 'too_many_attempts' }, headers, 429).retryAfter).toBeUndefined();
  });
});
