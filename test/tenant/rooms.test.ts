import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const tenant = fileURLToPath(new URL('../../src/tenant/', import.meta.url));

/** Returns the folder of a file in `src/tenant/`, or the file itself when it is in no folder. */
function roomOf(file: string): string {
  return file.split('/', 1)[0] ?? file;
}

/** Returns the rooms that each room imports. Type imports count. */
function importsByRoom(): Map<string, Set<string>> {
  const rooms = new Map(readdirSync(tenant).map((room) => [room, new Set<string>()]));
  const files = readdirSync(tenant, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  for (const file of files) {
    const text = readFileSync(join(tenant, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/\bfrom '(\.{1,2}\/.+?)'/g)) {
      const [room, imported] = [roomOf(file), roomOf(join(dirname(file), target))];
      if (room !== imported) rooms.get(room)?.add(imported);
    }
  }
  return rooms;
}

function reachable(
  rooms: Map<string, Set<string>>,
  from: string,
  seen = new Set<string>(),
): Set<string> {
  for (const next of rooms.get(from) ?? []) {
    if (!seen.has(next)) reachable(rooms, next, seen.add(next));
  }
  return seen;
}

describe('the folders and top-level files of src/tenant/', () => {
  const rooms = importsByRoom();

  it('are read', () => {
    expect(rooms.get('tenant.ts')).toContain('tenant-state.ts');
    expect(reachable(rooms, 'main.ts')).toContain('settings');
  });

  it('import each other in one direction only', () => {
    const circular = [...rooms.keys()].filter((room) => reachable(rooms, room).has(room));
    expect(circular).toEqual([]);
  });
});
