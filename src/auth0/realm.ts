/** A directory of accounts: the name that clients give it, and the database connection behind it. */
export interface Realm {
  name: string;
  /** Undefined: the tenant's default directory, in which nobody can sign up. */
  connection: string | undefined;
}

/**
 * The connection behind a realm.
 *
 * @throws Error for a name that is none of ours: it has been checked before
 */
export function connectionOf(realms: readonly Realm[], name: string): string | undefined {
  const realm = realms.find((candidate) => candidate.name === name);
  if (!realm) throw new Error('no such realm');
  return realm.connection;
}
