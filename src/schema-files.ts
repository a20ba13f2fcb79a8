import { readdir, readFile } from 'node:fs/promises';

/**
 * Reads the schema's files: `schema.graphql`, then each `schema/*.graphql` by name. `makeExecutableSchema` merges them; the files
 * in `schema/` say `extend type Query`.
 *
 * @param root - URL of the project's folder, with a trailing slash
 * @returns the text of each file
 * @throws the file system's error, unchanged; a missing folder `schema/` is no error
 */
export async function readSchemaFiles(root: URL): Promise<string[]> {
  const names = (await namesIn(new URL('schema/', root))).filter((name) =>
    name.endsWith('.graphql'),
  );
  const paths = ['schema.graphql', ...names.toSorted().map((name) => `schema/${name}`)];
  return Promise.all(paths.map((path) => readFile(new URL(path, root), 'utf8')));
}

async function namesIn(folder: URL): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
