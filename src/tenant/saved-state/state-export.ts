import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StateFile, stateFormat, type StoredRecord } from './state-file.ts';

/** Mark of an export, by which a reader knows the file. */
const mark = 'local tenant of Gatehouse';

/** A file that is not a complete export of this version. The message says why, and what to do. */
export class ExportMistake extends Error {}

const exportSchema = z.strictObject({
  content: z.literal(mark),
  version: z.literal(stateFormat),
  exported_at: z.string(),
  records: z.array(z.strictObject({ kind: z.string(), key: z.string(), value: z.json() })),
});

/**
 * Writes a whole state to one JSON file, which its owner alone can read. The file is complete, or is not there.
 *
 * @returns the number of records
 * @throws `TenantConfigurationError` for a state that cannot be used, or that another process uses
 * @throws the file system's error, unchanged
 */
export async function exportState(folder: string, path: string): Promise<number> {
  const state = await StateFile.open(folder);
  try {
    const records = state
      .records()
      .map(({ kind, key, value }) => ({ kind, key, value: JSON.parse(value) as unknown }));
    const content = { content: mark, version: stateFormat, exported_at: new Date(), records };
    const draft = `${path}.${process.pid}`;
    try {
      writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    return records.length;
  } finally {
    state.close();
  }
}

/** Tells whether a text is an export of a local tenant, of whatever version. */
export function isExport(text: string): boolean {
  return text.trimStart().startsWith('{') && text.slice(0, 200).includes(`"${mark}"`);
}

/**
 * Reads an export.
 *
 * @throws {@link ExportMistake} for a file of another version, and for one that is damaged
 */
export function readExport(text: string): StoredRecord[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ExportMistake('is not complete JSON: export the state again');
  }
  const { version } = content as { version?: unknown };
  if (version !== stateFormat) {
    throw new ExportMistake(
      `has version ${String(version)} of the format, and this is version ${stateFormat}: import it with the version of Gatehouse that exported it`,
    );
  }
  const { success, data, error } = exportSchema.safeParse(content);
  if (success) {
    return data.records.map(({ kind, key, value }) => ({
      kind,
      key,
      value: JSON.stringify(value),
    }));
  }
  const place = z.core.toDotPath(error.issues[0]?.path ?? []);
  throw new ExportMistake(`is damaged at ${place}: export the state again`);
}

/**
 * Writes an export into an empty state. Writes either all records or none.
 *
 * @throws {@link ExportMistake} for a state that is not empty
 * @throws `TenantConfigurationError` for a state that cannot be used, or that another process uses
 */
export async function importState(folder: string, records: readonly StoredRecord[]): Promise<void> {
  const state = await StateFile.open(folder);
  try {
    if (state.records().length > 0) {
      throw new ExportMistake(
        `was not imported, because the state in ${folder} is not empty. To empty it: npm run tenant -- --reset`,
      );
    }
    state.write(records);
  } finally {
    state.close();
  }
}
