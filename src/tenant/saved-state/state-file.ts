import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'libsql';
import { TenantConfigurationError } from '../configuration-error.ts';

/** A record of the state. */
export interface StoredRecord {
  /** What the record is about, for example `user`. */
  kind: string;
  key: string;
  /** JSON. */
  value: string;
}

/** A record to write, or with `null` a record to delete. */
export type RecordChange = Omit<StoredRecord, 'value'> & { value: string | null };

/** Format of the records, as `PRAGMA user_version` of the file. A change of what a record holds needs another number. */
const format = 1;

const name = 'state.db';

/**
 * The file that holds the state of a tenant: an SQLite database with one table. One process at a time has it open; the lock ends
 * with the process, however that ends. Only the owner can read the file, and the folder when this class has made it.
 */
export class StateFile {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Opens the file in a folder, and makes both if they are missing. Checks every record, and changes nothing.
   *
   * @throws {@link TenantConfigurationError} for a file that another process has open, of another version, or damaged
   * @throws the file system's error, unchanged
   */
  static async open(folder: string): Promise<StateFile> {
    const { default: Sqlite } = await import('libsql');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    if (!existsSync(path)) create(path, (file) => new Sqlite(file));
    // SQLite takes an empty file for a new one, and would write to it.
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
   * Deletes the file, whatever it holds.
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
   * Lists all records, in the order in which they were last written.
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

  /** Writes changes, all or none. They are on disk when this returns. */
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

  /** @throws {@link Damage} */
  #checkRecords(): void {
    const [first] = this.#database.pragma('integrity_check') as [{ integrity_check: string }];
    if (first.integrity_check !== 'ok') throw new Damage();
    this.records();
  }
}

/** The file's content is not what a tenant has written. */
class Damage extends Error {}

/** The file was written in another format. */
class OtherFormat extends Error {}

/** Makes the file as a whole, so that a process that ends meanwhile leaves none behind that looks damaged. */
function create(path: string, open: (file: string) => Database): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, '', { mode: 0o600 });
  try {
    const database = open(draft);
    database.exec(
      `PRAGMA user_version = ${format};
       CREATE TABLE records (kind TEXT, key TEXT, value TEXT, digest TEXT, PRIMARY KEY (kind, key))`,
    );
    database.close();
    linkSync(draft, path);
  } catch (error) {
    // Another process has made it meanwhile.
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
}

/** Takes the file for this process, until it ends. A journal that stays spares each change a wait for the disk. */
function lock(database: Database): void {
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = PERSIST');
  database.pragma('synchronous = FULL');
  database.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** Lets go of the file at once. Without this, libsql keeps it until its statements are garbage-collected. */
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
  if (row.user_version !== format) throw new OtherFormat();
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

/** Returns the failure of opening the file in words, or a failure of another kind as it is. */
function mistake(folder: string, error: unknown): unknown {
  const isOfFile =
    error instanceof Damage || error instanceof OtherFormat || codeOf(error).startsWith('SQLITE_');
  if (!isOfFile) return error;
  return new TenantConfigurationError([`TENANT_STATE ${folder} ${inWords(error)}`]);
}

/** Says why the file cannot be opened, and what to do. */
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
