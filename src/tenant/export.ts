// `npm run tenant -- --export FILE`: writes the whole state of the local tenant to a file.
import { refuseProduction, stateFolder } from './config.ts';
import { fileArgument } from './file-argument.ts';
import { exportState } from './saved-state/state-export.ts';
import { describeStartFailure } from './start-failure.ts';

try {
  refuseProduction(process.env);
  const path = fileArgument('--export');
  const folder = stateFolder(process.env);
  if (folder === undefined) throw new Error('TENANT_STATE is memory: there is nothing to export.');
  const count = await exportState(folder, path);
  console.log(
    `${path} has the state of the local tenant in ${folder}: ${count} records, with private keys and password hashes. Keep it to yourself.`,
  );
} catch (error) {
  console.error(describeStartFailure(error));
  process.exitCode = 1;
}
