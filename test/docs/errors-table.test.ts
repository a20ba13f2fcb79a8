import { expect, it } from '@jest/globals';
import { errorCodes, tokenFaults } from '../../src/errors.ts';
import { readPage } from './page.ts';

it('questions.md says what to do with every code and every reason', () => {
  const [, table = ''] = /\| code, and reason([^]*?)\n\n/.exec(readPage('questions.md')) ?? [];
  const named = table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)])
    .map(([, name = '']) => name);
  expect([...new Set(named)].sort()).toEqual([...errorCodes, ...tokenFaults].sort());
});
