import { ConfigurationError, readConfig, type Config } from '../config/config.ts';
import { findFileMistakes } from './file-mistakes.ts';
import { collectMistakes } from './mistakes.ts';

type Env = Record<string, string | undefined>;

/**
 * Reads the gateway's configuration, and checks the files that it names.
 *
 * @param earlier - mistakes that were found before, to report them with the others
 * @throws {@link ConfigurationError} with every mistake once
 */
export async function readWholeConfig(
  env: Env,
  serviceNames: readonly string[],
  earlier: readonly string[] = [],
): Promise<Config> {
  const mistakes = [...earlier];
  const config = collectMistakes(mistakes, () => readConfig(env, serviceNames));
  const hasMistake = (name: string) => mistakes.some((line) => line.startsWith(`${name} `));
  const wellFormed = Object.entries(env).filter(([name]) => !hasMistake(name));
  mistakes.push(...(await findFileMistakes(Object.fromEntries(wellFormed))));
  if (!config || mistakes.length > 0) throw new ConfigurationError([...new Set(mistakes)]);
  return config;
}
