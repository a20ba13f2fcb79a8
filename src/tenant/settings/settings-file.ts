import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { TenantConfigurationError } from '../configuration-error.ts';
import type { FindActionMistake } from './actions.ts';
import { parseSettings } from './parse-settings.ts';
import type { TenantSettings } from './settings.ts';

/** The tenant's default settings file. The relative path is the same from `src` and from `dist`. */
export const defaultSettingsFile = fileURLToPath(
  new URL('../../../src/tenant/tenant.yaml', import.meta.url),
);

/**
 * Reads a settings file.
 *
 * @param path - path of a YAML file
 * @param findActionMistake - returns the reason why the file of an Action cannot be used
 * @throws {@link TenantConfigurationError} with every mistake, or with the reason why the file cannot be read
 */
export function readSettingsFile(
  path: string,
  findActionMistake?: FindActionMistake,
): TenantSettings {
  const folder = dirname(path);
  return parseSettings(parseYaml(readText(path)), {
    folder,
    ...(findActionMistake && { findActionMistake }),
  });
}

const unreadable: Record<string, string> = {
  ENOENT: 'names a file that does not exist',
  EISDIR: 'names a folder, not a file',
  EACCES: 'names a file without read permission',
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new TenantConfigurationError([
      unreadable[code] ?? `names a file that cannot be read (${code})`,
    ]);
  }
}

/** Parses YAML. Reports only position and kind of a mistake, since the parser's messages quote the file and its passwords. */
function parseYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const mistakes = document.errors.map(({ code, pos }) => {
    const { line, col } = lineCounter.linePos(pos[0]);
    return `line ${line}, column ${col}: not YAML (${code})`;
  });
  if (mistakes.length > 0) throw new TenantConfigurationError(mistakes);
  try {
    return document.toJS();
  } catch (error) {
    // An alias without its anchor, or too many of them.
    throw new TenantConfigurationError([`the file: not YAML (${(error as Error).name})`]);
  }
}
