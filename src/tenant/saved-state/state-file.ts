import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'libsql';
import { TenantConfigurationError } from '../configuration-error.ts';

/** A record of the state. */
export interface StoredRecord {
  /** Kind of the record, for example `user`. */
  kind: string;
  key: string;
  /** JSON. */
  value: string;
}

/** A record to write, or with `null` a record to delete. */
export type RecordChange = Omit<StoredRecord, 'value'> & { value: string | null };

/** Version of the records' format: `PRAGMA user_version` of the file. Increase it if the content of a record changes. */
export const stateFormat = 1;

const name = 'state.db';

/**
 * File that holds the state of a tenant: an SQLite database with one table. Only one process at a time can open the file. The
 * lock ends when that process ends, even in a crash. Only the owner can read the file, and the folder if this class has created
 * it.
 */
export class StateFile {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Opens the file in a folder. Creates both if they are missing. Checks every record, but changes nothing.
   *
   * @throws {@link TenantConfigurationError} for a file that is damaged, of another version, or open in another process
   * @throws the file system's error, unchanged
   */
  static async open(folder: string): Promise<StateFile> {
    const { default: Sqlite } = await import('libsql');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    if (!existsSync(path)) create(path, (file) => new Sqlite(file));
    // SQLite would treat an empty file as a new one, and write to it.
    if (statSync(path).size === 0) throw mistake(folder, new Damage());
    const database = new Sqlite(path);
    try {
      lock(database);
      checkFormat(database);
      const file = new StateFile(database);
      file.#checkRecords();
      return file;
    } catch (error) {
      release(database);
      throw mistake(folder, error);
    }
  }

  /**
   * Deletes the file, even if it is damaged.
   *
   * @throws {@link TenantConfigurationError} if another process has it open
   * @throws the file system's error, unchanged
   */
  static async delete(folder: string): Promise<void> {
    const { default: Sqlite } = await import('libsql');
    const path = join(folder, name);
    if (!existsSync(path)) return;
    const database = new Sqlite(path);
    try {
      lock(database);
    } catch (error) {
      if (isCode(error, 'SQLITE_BUSY')) throw mistake(folder, error);
    } finally {
      release(database);
    }
    for (const ending of ['', '-journal']) rmSync(path + ending, { force: true });
  }

  /**
   * Lists all records in the order of their last change.
   *
   * @throws {@link Damage}
   */
  records(): StoredRecord[] {
    const rows = this.#database.prepare(
      'SELECT CAST(kind AS BLOB) AS kind, CAST(key AS BLOB) AS key, CAST(value AS BLOB) AS value, CAST(digest AS BLOB) AS digest FROM records ORDER BY rowid',
    );
    return (rows.all() as Record<keyof StoredRecord | 'digest', ArrayBuffer>[]).map((row) => {
      const [kind, key, value] = [textOf(row.kind), textOf(row.key), textOf(row.value)];
      const record = { kind, key, value };
      if (textOf(row.digest) !== digestOf(record)) throw new Damage();
      return record;
    });
  }

  /** Writes either all changes or none. They are on disk when this function returns. */
  write(changes: readonly RecordChange[]): void {
    const set = this.#database.prepare('REPLACE INTO records VALUES (?, ?, ?, ?)');
    const remove = this.#database.prepare('DELETE FROM records WHERE kind = ? AND key = ?');
    const writeAll = this.#database.transaction(() => {
      for (const { kind, key, value } of changes) {
        if (value === null) remove.run(kind, key);
        else set.run(kind, key, value, digestOf({ kind, key, value }));
      }
    });
    writeAll();
  }

  close(): void {
    release(this.#database);
  }

  /**
   * Checks that all records are readable.
   *
   * @throws {@link Damage}
   */
  #checkRecords(): void {
    const [first] = this.#database.pragma('integrity_check') as [{ integrity_check: string }];
    if (first.integrity_check !== 'ok') throw new Damage();
    this.records();
  }
}

/** The file contains something that a tenant has not written. */
class Damage extends Error {}

/** The file was written in another format. */
class OtherFormat extends Error {}

/** Creates the file in one step, so that a crash does not leave a file that looks damaged. */
function create(path: string, open: (file: string) => Database): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, '', { mode: 0o600 });
  try {
    const database = open(draft);
    database.exec(
      `PRAGMA user_version = ${stateFormat};
       CREATE TABLE records (kind TEXT, key TEXT, value TEXT, digest TEXT, PRIMARY KEY (kind, key))`,
    );
    database.close();
    linkSync(draft, path);
  } catch (error) {
    // Another process has created the file meanwhile.
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
}

/** Locks the file for this process until it ends. The journal is kept, because that saves each change a wait for the disk. */
function lock(database: Database): void {
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = PERSIST');
  database.pragma('synchronous = FULL');
  database.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** Closes the file at once. Without this call, libsql keeps the file open until its statements are garbage-collected. */
function release(database: Database): void {
  try {
    database.exec('PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema');
  } catch {
    // The file cannot be read, and so has no lock.
  }
  database.close();
}

function checkFormat(database: Database): void {
  const [row] = database.pragma('user_version') as [{ user_version: number }];
  if (row.user_version === 0) throw new Damage();
  if (row.user_version !== stateFormat) throw new OtherFormat();
}

function textOf(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString();
}

function digestOf({ kind, key, value }: StoredRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, key, value]))
    .digest('base64url')
    .slice(0, 16);
}

/** Converts a failure to open the file to a configuration error. Returns any other failure unchanged. */
function mistake(folder: string, error: unknown): unknown {
  const isOfFile =
    error instanceof Damage || error instanceof OtherFormat || codeOf(error).startsWith('SQLITE_');
  if (!isOfFile) return error;
  return new TenantConfigurationError([`TENANT_STATE ${folder} ${inWords(error)}`]);
}

/** Describes why the file cannot be opened, and what to do. */
function inWords(error: unknown): string {
  const orReset = 'or empty it, to begin anew: npm run tenant -- --reset';
  if (isCode(error, 'SQLITE_BUSY'))
    return 'is in use by another local tenant: stop that one, or give this one a TENANT_STATE of its own';
  if (isCode(error, 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_IOERR'))
    return `cannot be used: ${(error as Error).message}`;
  if (error instanceof OtherFormat)
    return `was written by another version of Gatehouse, and is left as it is: start that version, ${orReset}`;
  return `is damaged, and is left as it is: put a copy in its place, ${orReset}`;
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
