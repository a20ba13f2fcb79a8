// What `npm test` runs: type check, lint, generated-code check, and every test whose programs are on this machine. Tests in
// test/system name theirs in their first line, `// needs: nginx`; those that cannot run are listed at the end, and with
// CI=true they fail the run.
import { spawnSync } from 'node:child_process';
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

for (const script of ['typecheck', 'lint', 'generate:check']) run(script);
run('jest', ...notRun.flatMap(({ file }) => ['--testPathIgnorePatterns', file]));

if (notRun.length > 0) {
  console.log('\nNot run:');
  for (const { file, missing } of notRun) {
    console.log(
      `  ${file}: install ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})`,
    );
  }
  if (process.env.CI === 'true') process.exit(1);
}

function run(script, ...args) {
  console.log(`\n> ${script}`);
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
