import { z } from 'zod';
import { TenantConfigurationError } from '../configuration-error.ts';
import type { FindActionMistake } from './actions.ts';
import { findDuplicates } from './duplicates.ts';
import { findDanglingReferences, readNames } from './references.ts';
import { settingsSchema } from './settings.ts';
import type { TenantSettings } from './settings.ts';

/** Options of {@link parseSettings}. */
export interface ParseOptions {
  /** Folder to which the paths of Actions are relative. Default: Gatehouse's own folder. */
  folder?: string;
  /** Checks the file of an Action. Default: checks only that the file exists. */
  findActionMistake?: FindActionMistake;
}

/**
 * Checks a settings object and fills in the defaults.
 *
 * @throws {@link TenantConfigurationError} with the path and the reason of every mistake
 */
export function parseSettings(value: unknown, options: ParseOptions = {}): TenantSettings {
  const { success, data, error } = settingsSchema(options).safeParse(value);
  const names = readNames(value);
  const mistakes = [
    ...(error?.issues.flatMap(issueLines) ?? []),
    ...[...findDanglingReferences(names), ...findDuplicates(names)].map(({ path, message }) =>
      mistakeLine(path, message),
    ),
  ];
  if (!success || mistakes.length > 0) throw new TenantConfigurationError([...new Set(mistakes)]);
  return data;
}

function issueLines(issue: z.core.$ZodIssue): string[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => mistakeLine([...issue.path, key], 'unknown key'))
    : [mistakeLine(issue.path, issue.message)];
}

function mistakeLine(path: PropertyKey[], message: string): string {
  return `${z.core.toDotPath(path) || 'the file'}: ${message}`;
}
