// `npm test`: runs type check and lint, the check of generated code, and every test whose programs are on this machine. Tests in
// test/system, test/client and test/web name their programs in their first line, `// needs: nginx`. Tests that cannot run are listed at the
// end, and fail the run with CI=true.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

const folders = [
  ...(process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':'),
  '/usr/sbin',
];
/** Debian packages of programs whose package has another name. */
const packages = {
  ip: 'iproute2',
  promtool: 'prometheus',
  unshare: 'util-linux',
  mkfifo: 'coreutils',
};
const isInstalled = (program) => folders.some((folder) => existsSync(`${folder}/${program}`));

const notRun = ['test/system', 'test/client', 'test/web']
  .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const [, programs = ''] = /^\/\/ needs: (.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    const missing = programs.split(/[\s,]+/).filter((program) => program && !isInstalled(program));
    return missing.length > 0 ? [{ file, missing }] : [];
  });

const names = ['check', 'generate:check'];
// Tests often wait, so checks beside them cost hardly any time. Their output is shown at the end.
console.log(`\n> jest; beside it ${names.join(', ')}`);
const checks = names.map(async (name) => ({ name, ...(await outcome(check(name))) }));
const ignored = notRun.flatMap(({ file }) => ['--testPathIgnorePatterns', file]);
const jest = await outcome(start(['jest', '--', ...ignored], 'inherit'));

const failed = jest.code === 0 ? [] : ['jest'];
for (const { name, code, output } of await Promise.all(checks)) {
  console.log(`\n> ${name}\n${output}`);
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(', ')}`);
  process.exit(1);
}

if (notRun.length > 0) {
  console.log('\nNot run:');
  for (const { file, missing } of notRun) {
    const debian = missing.map((program) => packages[program] ?? program).join(' ');
    console.log(`  ${file}: install ${missing.join(', ')} (Debian: apt-get install ${debian})`);
  }
  if (process.env.CI === 'true') process.exit(1);
}

/** Starts a script of package.json. */
function start(script, stdio, env = process.env) {
  const options = { env, stdio, shell: process.platform === 'win32' };
  return spawn('npm', ['run', '--silent', ...script], options);
}

/** Starts a check. Programs of a few seconds end before they have to collect much garbage: the linter in Go, the others in Node. */
function check(name) {
  const { NODE_OPTIONS = '' } = process.env;
  const memory = { GOGC: 'off', GOMEMLIMIT: '3GiB' };
  const nodeOptions = `${NODE_OPTIONS} --max-semi-space-size=64`;
  return start([name], 'pipe', { ...memory, ...process.env, NODE_OPTIONS: nodeOptions });
}

/** Waits for a process. Returns its exit code, and its output if it is piped. */
async function outcome(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
