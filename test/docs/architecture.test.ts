import { describe, expect, it } from '@jest/globals';
import { readImports, rooms } from './imports.ts';
import { readPage, tableRows } from './page.ts';

const imports = readImports();
const between = imports.filter(({ isPackage, room, target }) => !isPackage && room !== target);

/** Which rooms a room may import, by the page. */
const table = new Map(
  tableRows(readPage('architecture.md'), 'Room').map(([room = '', , mayImport = '']) => [
    room.replace(/^`(.*?)\/?`$/, '$1'),
    mayImport.replaceAll('\\_', '_').split(' '),
  ]),
);

/** The rooms that import a package. */
function importersOf(name: string): string[] {
  const importers = imports.filter(({ isPackage, target }) => isPackage && target === name);
  return [...new Set(importers.map(({ room }) => room))].sort();
}

describe('the rooms of src/', () => {
  it('are all on the page, and no others', () => {
    expect([...table.keys()].sort()).toEqual([...rooms].sort());
  });

  it('import each other only as the page says', () => {
    const undeclared = between.filter(({ room, target }) => !table.get(room)?.includes(target));
    expect(undeclared.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('have no cycle between folders', () => {
    const folders = rooms.filter((room) => !room.includes('.'));
    const neighbours = (room: string) =>
      between.filter((one) => one.room === room).map(({ target }) => target);
    const reachable = (from: string, seen = new Set<string>()): Set<string> => {
      for (const next of neighbours(from).filter((room) => folders.includes(room))) {
        if (seen.has(next)) continue;
        reachable(next, seen.add(next));
      }
      return seen;
    };
    expect(folders.filter((folder) => reachable(folder).has(folder))).toEqual([]);
  });
});

describe('the local tenant and the rest', () => {
  it('know each other only where the tenant is started and announced', () => {
    const known = between.filter(({ target }) => target === 'tenant').map(({ room }) => room);
    expect(new Set(known)).toEqual(new Set(['banner.ts', 'embedded-tenant.ts']));
  });

  it('the tenant imports nothing of the rest', () => {
    expect(between.filter(({ room }) => room === 'tenant')).toEqual([]);
  });
});

describe('what stays behind one door', () => {
  it.each([
    ['@apollo/server', ['http']],
    ['fastify', ['http', 'tenant']],
    ['jose', ['tenant', 'tokens']],
    ['@apollo/datasource-rest', ['upstream']],
    ['undici', ['upstream']],
  ])('%s is imported by %j alone', (name, importers) => {
    expect(importersOf(name)).toEqual(importers);
  });

  it.each(['identity', 'sessions', 'resolvers', 'authorization', 'tokens'])(
    '%s knows nothing of Auth0 as a product',
    (room) => {
      expect(between.filter((one) => one.room === room && one.target === 'auth0')).toEqual([]);
    },
  );
});
