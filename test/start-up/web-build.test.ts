import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import type { DevelopmentWeb } from '../../src/gateway.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const config = 'export default { root: import.meta.dirname };';
let project: string;

beforeAll(() => {
  project = temporaryFolder();
  for (const name of ['scripts', 'node_modules']) symlinkSync(resolve(name), join(project, name));
  mkdirSync(join(project, 'web'));
  write('package.json', '{ "type": "module" }');
  write('web/vite.config.ts', config);
  write('web/index.html', '<script type="module" src="/main.ts"></script>');
});

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

/** Does what `npm start` does for the app. Returns how it ends, and what the log says. */
async function build(): Promise<{ web: DevelopmentWeb; log: string }> {
  const program = `
    const { WebBuild } = await import('./scripts/web-build.js');
    const build = new WebBuild();
    build.begin();
    process.on('exit', () => console.log(JSON.stringify(build.state)));`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: project });
  return { web: JSON.parse(stdout) as DevelopmentWeb, log: stderr };
}

/** The script of the app in a folder. */
function scriptIn({ web }: { web: DevelopmentWeb }): string {
  if (web.state !== 'built') throw new Error(JSON.stringify(web));
  const assets = join(project, web.folder, 'assets');
  return readdirSync(assets)
    .map((name) => readFileSync(join(assets, name), 'utf8'))
    .join('');
}

it('builds the app once, and again when a source changes', async () => {
  write('web/main.ts', 'console.log("first")');
  const first = await build();
  expect(scriptIn(first)).toContain('first');
  write(`${(first.web as { folder: string }).folder}/index.html`, 'kept');
  expect(await build()).toEqual(first);
  expect(
    readFileSync(join(project, (first.web as { folder: string }).folder, 'index.html'), 'utf8'),
  ).toBe('kept');

  write('web/main.ts', 'console.log("second")');
  expect(scriptIn(await build())).toContain('second');
});

it('says in words that a build was ended, by a system without memory for example', async () => {
  write('web/main.ts', 'console.log("fourth")');
  write('web/vite.config.ts', "process.kill(process.pid, 'SIGKILL'); export default {};");
  const reason = 'The build has ended by SIGKILL.';
  const { web, log } = await build();
  expect(web).toEqual({ state: 'failed', reason });
  expect(log).toContain(reason);
  write('web/vite.config.ts', config);
});

it('says in words what keeps the app from being built, to the page and to the log', async () => {
  write('web/main.ts', 'console.log("third"');
  const { web, log } = await build();
  expect(web.state).toBe('failed');
  const { reason } = web as { reason: string };
  expect(reason).toContain('main.ts');
  expect(log).toContain(`The app cannot be built:\n${reason}`);
  expect(reason).not.toMatch(/^ +at /m);
  expect(readdirSync(join(project, '.web')).filter((name) => name.includes('.'))).toEqual([]);
});
