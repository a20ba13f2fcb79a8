import { expect, it } from '@jest/globals';
import { readDenialReason } from '../../src/auth0/denial-reason.ts';

it.each([
  ['the words', 'Only staff may enter.', 'Only staff may enter.'],
  ['words in any script', '  社員のみ 🙂 ', '社員のみ 🙂'],
  ['one line of several', 'Only\r\nstaff\tmay\u2028enter', 'Only staff may enter'],
  ['no markup', 'Ask <a href="https://evil.example">the <b>desk</b></a><br/>', 'Ask the desk'],
  ['no markup that does not end', 'Ask <script src=x', 'Ask'],
  ['no brackets', 'if a < 3 > 2', 'if a 3 2'],
  ['no control characters', 'a\u0000\u001b[31mb\u202ec\u200b', 'a [31mb c'],
  ['no half of a character', 'a\ud83d b', 'a b'],
  ['200 characters', '🙂'.repeat(200), '🙂'.repeat(200)],
  ['the begin of more', '🙂'.repeat(201), `${'🙂'.repeat(199)}…`],
  ['nothing of a code', 'access_denied', undefined],
  ['nothing of white space', ' \n\u200b', undefined],
  ['nothing of markup alone', '<br>', undefined],
  ['nothing of nothing', '', undefined],
])('a reason is %s', (_what, text, reason) => {
  expect(readDenialReason({ code: 'access_denied', text })).toBe(reason);
});

it('a reason takes no longer for a long one', () => {
  expect(readDenialReason({ code: '', text: '<'.repeat(500_000) })).toBeUndefined();
  expect(readDenialReason({ code: '', text: '<a '.repeat(300_000) })).toBeUndefined();
});
