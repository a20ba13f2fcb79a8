import { describe, expect, it } from '@jest/globals';
import { findCircles, importsOf, readImports, rooms } from './imports.ts';
import { readPage, tableRows } from './page.ts';

const imports = readImports();
const between = imports.filter(({ isPackage, room, target }) => !isPackage && room !== target);

/** Rooms of the page, each with the rooms that it may import. Each room may import only rooms below it. */
const table = new Map(
  tableRows(readPage('architecture.md'), 'Room').map(([room = '', , mayImport = '']) => [
    room.replace(/^`(.*?)\/?`$/, '$1'),
    mayImport.replaceAll('\\_', '_').split(' '),
  ]),
);

/** Returns the rooms that import a package. */
function importersOf(name: string): string[] {
  const importers = imports.filter(({ isPackage, target }) => isPackage && target === name);
  return [...new Set(importers.map(({ room }) => room))].sort();
}

describe('the rooms of src/', () => {
  it('are all on the page, and no others', () => {
    expect([...table.keys()].sort()).toEqual([...rooms].sort());
  });

  it('import each other exactly as the page says', () => {
    const used = Object.fromEntries(
      rooms.map((room) => {
        const targets = between.filter((one) => one.room === room).map(({ target }) => target);
        return [room, [...new Set(targets)].sort()];
      }),
    );
    const declared = Object.fromEntries(
      [...table].map(([room, targets]) => [room, targets.filter((name) => name !== '–').sort()]),
    );
    expect(used).toEqual(declared);
  });

  it('import only rooms below them on the page', () => {
    const order = [...table.keys()];
    const upwards = between.filter(
      ({ room, target }) => order.indexOf(target) <= order.indexOf(room),
    );
    expect(upwards.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('have no circle, and neither have the folders of the tenant', () => {
    expect(findCircles(imports)).toEqual([]);
    expect(findCircles(imports, 2)).toEqual([]);
  });
});

describe('a circle is found', () => {
  it.each([
    ['between folders', 'tokens/x.ts', "import { y } from '../store/y.ts';"],
    ['of types alone', 'tokens/x.ts', "import type { Y } from '../store/y.ts';"],
    ['through a dynamic import', 'tokens/x.ts', "await import('../store/y.ts')"],
  ])('%s', (_kind, file, text) => {
    const back = importsOf('store/y.ts', "export * from '../tokens/x.ts';");
    expect(findCircles([...importsOf(file, text), ...back])).toEqual([['tokens', 'store']]);
  });

  it('between a folder and a file at the top', () => {
    const there = importsOf('http/x.ts', "import '../gateway.ts';");
    const back = importsOf('gateway.ts', "import { x } from './http/x.ts';");
    expect(findCircles([...there, ...back])).toEqual([['http', 'gateway.ts']]);
  });

  it('between folders of the tenant', () => {
    const there = importsOf('tenant/users/x.ts', "import { y } from '../mfa/y.ts';");
    const back = importsOf('tenant/mfa/y.ts', "import type { X } from '../users/x.ts';");
    expect(findCircles([...there, ...back])).toEqual([]);
    expect(findCircles([...there, ...back], 2)).toEqual([['tenant/users', 'tenant/mfa']]);
  });
});

describe('the local tenant and the gateway', () => {
  it('know each other only where the tenant is started and announced', () => {
    const known = between.filter(({ target }) => target === 'tenant').map(({ room }) => room);
    expect(new Set(known)).toEqual(new Set(['start-up']));
  });

  it('the tenant imports nothing of the gateway', () => {
    expect(between.filter(({ room }) => room === 'tenant')).toEqual([]);
  });
});

describe('a package behind one door', () => {
  it.each([
    ['@apollo/server', ['http']],
    ['fastify', ['http', 'tenant']],
    ['jose', ['internal-tokens', 'issuer-keys', 'secrets', 'tenant', 'tokens']],
    ['@apollo/datasource-rest', ['upstream']],
    ['undici', ['upstream']],
    ['ioredis', ['store']],
    ['zod', ['auth0', 'back-office', 'config', 'services', 'tenant']],
  ])('%s is imported by %j alone', (name, importers) => {
    expect(importersOf(name)).toEqual(importers);
  });

  it.each(['identity', 'sessions', 'sign-ins', 'resolvers', 'authorization', 'tokens'])(
    '%s knows nothing of Auth0 as a product',
    (room) => {
      expect(between.filter((one) => one.room === room && one.target === 'auth0')).toEqual([]);
    },
  );
});
