import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build, stop } from 'esbuild';
import { present } from '../support/present.ts';

afterAll(() => stop());

describe('the size of the kit in a page', () => {
  it('is at most 12 kB for the core and React, compressed, without peers', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export * from './client/src/index.ts'; export * from './client/src/react.tsx';`,
        resolveDir: '.',
      },
      bundle: true,
      external: ['react'],
      format: 'esm',
      jsx: 'automatic',
      minify: true,
      target: 'es2022',
      write: false,
    });
    const size = gzipSync(present(outputFiles[0]).contents).byteLength;
    console.log(`core and React: ${(size / 1000).toFixed(1)} kB`);
    expect(size).toBeLessThanOrEqual(12_000);
  });
});
