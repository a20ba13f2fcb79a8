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
  /** Checks the file of an Action. Default: checks only that the file exists. */
  findActionMistake?: FindActionMistake;
}

/** Returns the reason why the file of an Action cannot be used. Undefined if it can be used. */
export type FindActionMistake = (
  file: string,
  trigger: 'post-login' | 'post-change-password',
) => string | undefined;

/**
 * Creates the schema of the `actions` block. The block lists the files to run for each trigger, in order, and contains the
 * secrets of all Actions.
 *
 * The schema makes paths absolute. They are relative to the settings file's folder or, if the file is not there, to Gatehouse's
 * folder. So a copy of the default settings finds its Action.
 */
export function actionsSchema({ folder = projectFolder, findActionMistake }: ActionOptions) {
  const filesOf = (trigger: Parameters<FindActionMistake>[1]) =>
    z
      .array(
        z.string().transform((path, context) => {
          const found = [folder, projectFolder].map((from) => resolve(from, path)).find(existsSync);
          const mistake =
            found === undefined ? 'no such file' : findActionMistake?.(found, trigger);
          if (mistake !== undefined) context.addIssue(mistake);
          return found ?? z.NEVER;
        }),
      )
      .default([]);
  return z
    .strictObject({
      'post-login': filesOf('post-login'),
      'post-change-password': filesOf('post-change-password'),
      secrets: z.record(z.string(), z.string()).default({}),
    })
    .prefault({});
}
