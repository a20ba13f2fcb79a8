import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { readPage } from './page.ts';

/** Returns the members of a union of string literals in `src/errors.ts`. */
function members(type: string): string[] {
  const source = readFileSync('src/errors.ts', 'utf8');
  const [, union = ''] = new RegExp(`export type ${type} =([^;]*);`).exec(source) ?? [];
  return [...union.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

it('questions.md says what to do with every code and every reason', () => {
  const [, table = ''] = /\| code, and reason([^]*?)\n\n/.exec(readPage('questions.md')) ?? [];
  const named = table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)])
    .map(([, name = '']) => name);
  const all = [...members('ErrorCode'), ...members('TokenFault')];
  expect(all.length).toBeGreaterThan(15);
  expect([...new Set(named)].sort()).toEqual([...all].sort());
});
