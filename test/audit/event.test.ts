import { describe, expect, it } from '@jest/globals';
import { cleanText } from '../../src/audit/clean-text.ts';
import { cleanEvent, maxEventSize, parseEvent, type AuditEvent } from '../../src/audit/event.ts';

const event: AuditEvent = {
  time: '2026-11-28T11:19:00.000Z',
  operation: 'login',
  outcome: 'Session',
};
const code = (...points: number[]) => String.fromCodePoint(...points);

describe('L02: a text in an audit event', () => {
  it.each([
    ['a line break', '\n'],
    ['a carriage return', '\r'],
    ['a null character', '\0'],
    ['an escape sequence of a terminal', '\u001B[2K'],
    ['a C1 control, which starts an escape sequence', '\u009B'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['a mark that turns the direction of text', '\u202E'],
    ['an isolate that turns the direction of text', '\u2067'],
    ['a zero-width space', '\u200B'],
    ['a byte order mark', '\uFEFF'],
    ['a tag character, which is not drawn', code(0xe0041)],
    ['a filler, which is not drawn', '\u3164'],
    ['a private character', code(0xf8ff)],
    ['half of a surrogate pair', '\uD83D'],
  ])('has U+FFFD in place of %s', (_name, character) => {
    const [first = ''] = Array.from(character);
    const clean = cleanText(`a${character}b`);
    expect(clean.startsWith('a\uFFFD')).toBe(true);
    expect(clean).not.toContain(first);
  });

  it('keeps letters of every script, and emoji', () => {
    const text = 'Åsa Öztürk 李 Нина 😀 (ß) "quoted" <b>';
    expect(cleanText(text)).toBe(text);
  });

  it('is cut after 200 characters, and does not cut an emoji in two', () => {
    expect(cleanText('😀'.repeat(200))).toBe('😀'.repeat(200));
    expect(cleanText('😀'.repeat(100_000))).toBe(`${'😀'.repeat(200)}…`);
  });
});

describe('an audit event', () => {
  it('is clean in every text, also in the names and values of what has changed', () => {
    const bad = 'x\u202E\n';
    const clean = cleanEvent({
      ...{ time: bad, operation: bad, outcome: bad, reason: bad, actor: bad, subject: bad },
      ...{ subjectDigest: bad, address: bad, client: bad, requestId: bad },
      before: { [bad]: bad },
      after: { roles: [bad], blocked: false, since: 5, note: null },
    });
    expect(JSON.stringify(clean)).not.toMatch(/\\n|\u202E/);
    expect(clean.after).toEqual({ roles: ['x\uFFFD\uFFFD'], blocked: false, since: 5, note: null });
  });

  it.each(['x', '李'])('has at most 4096 bytes, whatever has changed: many %s', (character) => {
    const roles = Array.from({ length: 10_000 }, () => character.repeat(50));
    const fits = cleanEvent({ ...event, after: { roles: roles.slice(0, 20) } });
    expect(fits.after).toEqual({ roles: roles.slice(0, 20) });
    const clean = cleanEvent({
      ...event,
      before: { roles: [] },
      after: { roles: [...roles, ...roles], more: roles },
    });
    expect(Buffer.byteLength(JSON.stringify(clean))).toBeLessThanOrEqual(maxEventSize);
    expect(clean).toEqual({
      ...event,
      before: { omitted: 'too large' },
      after: { omitted: 'too large' },
    });
  });

  it('lists at most 50 values', () => {
    const roles = Array.from({ length: 60 }, (_, index) => `role-${index}`);
    expect(cleanEvent({ ...event, after: { roles } }).after).toEqual({ roles: roles.slice(0, 50) });
  });

  it('is read as it was saved', () => {
    const whole = { ...event, actor: 'auth0|1', after: { roles: ['a', 'b'], blocked: true } };
    expect(parseEvent(JSON.stringify(whole))).toEqual(whole);
  });

  it.each([
    ['a half line', '{"time":"2026-11-28T11:1'],
    ['a text', '"login"'],
    ['nothing', 'null'],
    ['an event without its outcome', JSON.stringify({ ...event, outcome: undefined })],
    ['an actor that is no text', JSON.stringify({ ...event, actor: { $ne: '' } })],
    ['a change that is no record', JSON.stringify({ ...event, after: ['a'] })],
    ['a value that is a record', JSON.stringify({ ...event, after: { a: { b: 1 } } })],
    ['a list with a number', JSON.stringify({ ...event, before: { a: [1] } })],
  ])('is not read from %s', (_name, text) => {
    expect(parseEvent(text)).toBeUndefined();
  });
});
