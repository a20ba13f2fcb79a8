// What `npm test` runs: type check, lint, generated-code check, and every test whose programs are on this machine. Tests in
// test/system name theirs in their first line, `// needs: nginx`; those that cannot run are listed at the end, and with
// CI=true they fail the run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

const folders = [
  ...(process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':'),
  '/usr/sbin',
];
const isInstalled = (program) => folders.some((folder) => existsSync(`${folder}/${program}`));

const notRun = readdirSync('test/system')
  .map((file) => `test/system/${file}`)
  .flatMap((file) => {
    const [, programs = ''] = /^\/\/ needs: (.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    const missing = programs.split(/[\s,]+/).filter((program) => program && !isInstalled(program));
    return missing.length > 0 ? [{ file, missing }] : [];
  });

await run(['typecheck'], ['lint'], ['generate:check']);
await run(['jest', '--', ...notRun.flatMap(({ file }) => ['--testPathIgnorePatterns', file])]);

if (notRun.length > 0) {
  console.log('\nNot run:');
  for (const { file, missing } of notRun) {
    console.log(
      `  ${file}: install ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})`,
    );
  }
  if (process.env.CI === 'true') process.exit(1);
}

/** Runs scripts of package.json side by side; ends this one when any has failed. */
async function run(...scripts) {
  console.log(`\n> ${scripts.map(([name]) => name).join(', ')}`);
  const codes = await Promise.all(
    scripts.map(async (script) => {
      const options = { stdio: 'inherit', shell: process.platform === 'win32' };
      const [code] = await once(spawn('npm', ['run', '--silent', ...script], options), 'exit');
      return code;
    }),
  );
  if (codes.some((code) => code !== 0)) process.exit(1);
}
