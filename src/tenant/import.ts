// `npm run tenant -- --import FILE`: reads the state of a local tenant, or users of an Auth0 tenant, into the state.
import { readFileSync } from 'node:fs';
import { findGatewayClient, findGatewayConnection } from './accounts.ts';
import { readTenantConfig } from './config.ts';
import { fileArgument } from './file-argument.ts';
import { ExportMistake, importState, isExport, readExport } from './saved-state/state-export.ts';
import { SavedState } from './saved-state/saved-state.ts';
import { StateFile } from './saved-state/state-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import { describeStartFailure } from './start-failure.ts';
import { importUsers, type ImportResult } from './users/import-users.ts';
import { readUserFile, UserFileMistake } from './users/read-user-file.ts';
import { UserDirectory } from './users/user-directory.ts';

try {
  const path = fileArgument('--import');
  const { state: folder, settings } = readTenantConfig(process.env);
  if (folder === undefined) {
    throw new Error('TENANT_STATE is memory: a state that outlives this command needs a folder.');
  }
  const text = readFileSync(path, 'utf8');
  try {
    if (isExport(text)) {
      const records = readExport(text);
      await importState(folder, records);
      console.log(
        `The local tenant in ${folder} has the state of ${path}: ${records.length} records.`,
      );
    } else {
      report(path, await importUserFile(folder, settings, text));
    }
  } catch (error) {
    if (!(error instanceof ExportMistake || error instanceof UserFileMistake)) throw error;
    throw new Error(`${path} ${error.message}`);
  }
} catch (error) {
  console.error(describeStartFailure(error));
  process.exitCode = 1;
}

/** Imports users into the connection that the gateway uses. An empty state gets the users of the settings file first. */
async function importUserFile(
  folder: string,
  settings: TenantSettings,
  text: string,
): Promise<ImportResult> {
  const connection = findGatewayConnection(settings, findGatewayClient(settings));
  if (!connection) throw new UserFileMistake('was not imported: TENANT_FILE has no connection');
  const rows = readUserFile(text);
  const state = new SavedState(await StateFile.open(folder));
  try {
    const users = new UserDirectory(state, () => new Date());
    await users.seed(settings.users);
    return importUsers(users, rows, { connection });
  } finally {
    await state.close();
  }
}

function report(path: string, { summary, failed }: ImportResult): void {
  console.log(`${path}: ${summary.inserted} of ${summary.total} users are imported.`);
  for (const { row, errors } of failed) {
    for (const { path: member, message, code } of errors) {
      console.error(`  user ${row}, ${member || 'the user'}: ${message} (${code})`);
    }
  }
  if (failed.length > 0) process.exitCode = 1;
}
