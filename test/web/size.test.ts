import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('the sign-in page', () => {
  it('loads at most 180 kB of script and style, compressed, and no other screen', () => {
    const folder = temporaryFolder();
    execFileSync(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', folder],
      { env: { ...process.env, NODE_ENV: 'production' }, stdio: 'pipe' },
    );
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const loaded = Array.from(
      page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g),
      ([, file = '']) => file,
    );
    const size = loaded
      .map((file) => gzipSync(readFileSync(join(folder, file))).byteLength)
      .reduce((sum, each) => sum + each);
    console.log(`the sign-in page: ${(size / 1000).toFixed(1)} kB`);
    expect(size).toBeLessThanOrEqual(180_000);
    const others = readdirSync(join(folder, 'assets')).filter((file) =>
      /^(SignUp|Profile|Devices)-/.test(file),
    );
    expect(others.length).toBeGreaterThanOrEqual(3);
    expect(loaded.filter((file) => others.some((other) => file.endsWith(other)))).toEqual([]);
  });
});
