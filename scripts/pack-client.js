// `npm run pack:client`: writes the client kit into one file, gatehouse-client-<version>.tgz, with the operations of this
// gateway. An argument names the folder of the file.
import './require-node.js';
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import process from 'node:process';

const [destination = '.'] = process.argv.slice(2);

run(process.execPath, ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent']);
rmSync('client/dist', { recursive: true, force: true });
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'client/tsconfig.build.json']);
copyFileSync('LICENSE', 'client/LICENSE');
run('npm', ['pack', './client', '--silent', '--pack-destination', destination]);

function run(program, args) {
  const options = { stdio: 'inherit', shell: process.platform === 'win32' };
  const { status } = spawnSync(program, args, options);
  if (status !== 0) process.exit(status ?? 1);
}
