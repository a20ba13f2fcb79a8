import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Gatehouse's own folder. The relative path is the same from `src` and from `dist`. */
const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Options of {@link actionsSchema}. */
export interface ActionOptions {
  /** Folder to which paths are relative. Default: Gatehouse's own folder. */
  folder?: string;
  /** Says why a file cannot be used. Default: it is enough that the file exists. */
  findActionMistake?: (file: string) => string | undefined;
}

/**
 * Makes the schema of the `actions` block, which lists for each trigger the files to run, in order. Paths become absolute. They are
 * relative to the settings file's folder or, if the file is not there, to Gatehouse's folder, so that a copy of the default
 * settings finds its Action.
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
