import { readdir, readFile } from 'node:fs/promises';

/**
 * The schema's files: `schema.graphql`, then each `schema/*.graphql` by name, for makeExecutableSchema to merge. Those of
 * the folder say `extend type Query`.
 *
 * @param root - URL of the folder that holds them, with its slash at the end
 * @returns the text of each
 * @throws what reading fails with, unchanged; `schema/` itself may be missing
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
