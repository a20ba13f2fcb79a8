// `npm run shots`: writes a picture of each screen of the app into shots/, light and dark, 360 and 1280 pixels wide. It runs the
// tests of the app, which open every screen. It needs chromium.
import './require-node.js';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import process from 'node:process';

rmSync('shots', { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'test/web'], {
  env: { ...process.env, SHOTS: 'shots' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
