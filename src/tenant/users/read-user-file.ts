/** A file of users that cannot be read at all. The message says why, with the line. */
export class UserFileMistake extends Error {}

/**
 * Reads a file of users: the JSON array of Auth0's bulk imports, or the lines of its exports (NDJSON), also of an export with password
 * hashes.
 *
 * @returns the users in the format of `importUsers`, unchecked
 * @throws {@link UserFileMistake} for a file that is neither
 */
export function readUserFile(text: string): unknown[] {
  const content = text.replace(/^\uFEFF/, '').trim();
  return content.startsWith('[') ? readArray(content) : readLines(content);
}

/**
 * Reads the JSON array of a bulk import.
 *
 * @throws {@link UserFileMistake} for any other text
 */
export function readArray(text: string): unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UserFileMistake(`is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(content)) throw new UserFileMistake('must be a JSON array of users');
  return content as unknown[];
}

function readLines(text: string): unknown[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const rows = lines.filter(({ line }) => line !== '').map(readLine);
  if (rows.length === 0) throw new UserFileMistake('has no users');
  return rows.map(fromExport);
}

function readLine({ line, number }: { line: string; number: number }): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row === 'object' && row !== null) return row as Record<string, unknown>;
  } catch {
    // It is reported below, without its content, which may have a password hash.
  }
  throw new UserFileMistake(
    `is neither a JSON array nor lines of JSON: line ${number} is not a JSON object`,
  );
}

/** Members of an import, by the names that they have in an export: those of the user, or the default headings. */
const exportedMembers: Record<string, string> = {
  Id: 'user_id',
  'Given Name': 'given_name',
  'Family Name': 'family_name',
  Nickname: 'nickname',
  Name: 'name',
  Email: 'email',
  'Email Verified': 'email_verified',
  Username: 'username',
  Picture: 'picture',
  Blocked: 'blocked',
  passwordHash: 'password_hash',
};

const importedMembers = new Set([
  ...Object.values(exportedMembers),
  ...['custom_password_hash', 'app_metadata', 'user_metadata', 'mfa_factors'],
]);

/** Converts a user of an export. Leaves out what an import cannot set, for example `created_at`. Empty members are absent. */
function fromExport(row: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(row).map(([name, value]) => [
    exportedMembers[name] ?? name,
    value,
  ]);
  const known = members.filter(
    ([name, value]) => importedMembers.has(name as string) && value !== null && value !== '',
  );
  const user = Object.fromEntries(known) as Record<string, unknown>;
  const id = user['user_id'] ?? (row['_id'] as { $oid?: unknown } | undefined)?.$oid;
  // The import adds the prefix again. The ID of another provider's user stays, and is reported.
  return { ...user, ...(typeof id === 'string' && { user_id: id.replace(/^auth0\|/, '') }) };
}
