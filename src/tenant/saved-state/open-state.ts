import { TenantConfigurationError } from '../configuration-error.ts';
import { SavedState } from './saved-state.ts';
import { StateFile } from './state-file.ts';

/** The saved state of a tenant, after its folder has been opened. */
export interface OpenedState {
  state: SavedState;
  /** Folder of the state. Undefined if the state is in memory only. */
  folder: string | undefined;
  notices: string[];
}

/**
 * Opens the state in a folder. On a read-only file system, the state is in memory only, and a notice says so.
 *
 * @param folder - undefined for a state that is only in memory
 * @throws {@link TenantConfigurationError} for a state that cannot be used
 */
export async function openState(folder: string | undefined): Promise<OpenedState> {
  if (folder === undefined) return { state: new SavedState(), folder, notices: [] };
  try {
    return { state: new SavedState(await StateFile.open(folder)), folder, notices: [] };
  } catch (error) {
    if (error instanceof TenantConfigurationError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EROFS') {
      throw new TenantConfigurationError([`TENANT_STATE ${folder} cannot be used: ${message}`]);
    }
    const notice = `The file system of TENANT_STATE ${folder} is read-only. A restart forgets all accounts.`;
    return { state: new SavedState(), folder: undefined, notices: [notice] };
  }
}
