import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Gatehouse's own folder. The path is the same from `src` and from `dist`. */
const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Options of {@link actionsSchema}. */
export interface ActionOptions {
  /** Folder to which paths are relative. Default: Gatehouse's own folder. */
  folder?: string;
  /** Says why a file cannot be used. Default: it is enough that the file exists. */
  findActionMistake?: (file: string) => string | undefined;
}

/**
 * The `actions` block: for each trigger the files to run, in order. A path is relative to the settings file's folder. If that
 * folder has no such file, the path is relative to Gatehouse's folder, so that a copy of the seeded settings finds its Action.
 * Paths become absolute.
 */
export function actionsSchema({ folder = projectFolder, findActionMistake }: ActionOptions) {
  const file = z.string().transform((path, context) => {
    const found = [folder, projectFolder].map((from) => resolve(from, path)).find(existsSync);
    const mistake = found === undefined ? 'no such file' : findActionMistake?.(found);
    if (mistake !== undefined) context.addIssue(mistake);
    return found ?? z.NEVER;
  });
  return z.strictObject({ 'post-login': z.array(file).default([]) }).prefault({});
}
