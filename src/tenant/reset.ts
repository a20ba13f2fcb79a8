// `npm run tenant -- --reset`: empties the state of the local tenant.
import { refuseProduction, stateFolder } from './config.ts';
import { StateFile } from './saved-state/state-file.ts';
import { describeStartFailure } from './start-failure.ts';

try {
  refuseProduction(process.env);
  const folder = stateFolder(process.env);
  if (folder !== undefined) await StateFile.delete(folder);
  console.log(
    folder === undefined
      ? 'TENANT_STATE is memory: there is nothing to empty.'
      : `The state of the local tenant in ${folder} is empty. The next start adds the users of the settings file.`,
  );
} catch (error) {
  console.error(describeStartFailure(error));
  process.exitCode = 1;
}
