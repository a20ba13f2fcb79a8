import { z } from 'zod';
import { TenantConfigurationError } from '../configuration-error.ts';
import { findDuplicates } from './duplicates.ts';
import { findDanglingReferences } from './references.ts';
import { settingsSchema } from './settings.ts';
import type { TenantSettings } from './settings.ts';

/**
 * Checks a settings object and fills in the defaults.
 *
 * @param folder - folder to which the paths of Actions are relative. Default: Gatehouse's own folder
 * @throws {@link TenantConfigurationError} with the path and the reason of every mistake
 */
export function parseSettings(value: unknown, folder?: string): TenantSettings {
  const { success, data, error } = settingsSchema(folder).safeParse(value);
  const mistakes = success
    ? [...findDanglingReferences(data), ...findDuplicates(data)].map(({ path, message }) =>
        mistakeLine(path, message),
      )
    : error.issues.flatMap(issueLines);
  if (!success || mistakes.length > 0) throw new TenantConfigurationError(mistakes);
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
