import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Gatehouse's own folder, whether the tenant runs from `src` or from `dist`. */
const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The `actions` block: for each trigger the files to run, in order. A path counts from the settings file's folder, or, where
 * that has no such file, from Gatehouse's: a copy of the seeded settings keeps its Action wherever it lies. Paths become absolute.
 */
export function actionsSchema(folder = projectFolder) {
  const file = z.string().transform((path, context) => {
    const found = [folder, projectFolder].map((from) => resolve(from, path)).find(existsSync);
    if (found !== undefined) return found;
    context.addIssue('no such file');
    return z.NEVER;
  });
  return z.strictObject({ 'post-login': z.array(file).default([]) }).prefault({});
}
