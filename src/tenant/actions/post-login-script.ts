import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { TenantConfigurationError } from '../configuration-error.ts';
import type { PostLoginApi, PostLoginEvent } from './post-login-api.ts';

/** A post-login Action: the function that a script exports as `onExecutePostLogin`. */
export type PostLoginAction = (event: PostLoginEvent, api: PostLoginApi) => unknown;

/**
 * Loads the file of an Action. The file is CommonJS, as at Auth0, even inside an ESM package.
 *
 * @param file - absolute path
 * @throws `TenantConfigurationError` with the file and line, if the file cannot be read, compiled or run, or exports no
 *   `onExecutePostLogin`
 */
export function loadPostLoginAction(file: string): PostLoginAction {
  const script = { exports: {} as { onExecutePostLogin?: PostLoginAction } };
  try {
    const run = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require'], {
      filename: file,
    }) as (module: object, exports: object, require: NodeJS.Require) => void;
    run(script, script.exports, createRequire(file));
  } catch (error) {
    throw new TenantConfigurationError([`${placeIn(file, error)}: ${String(error)}`]);
  }
  if (typeof script.exports.onExecutePostLogin !== 'function') {
    throw new TenantConfigurationError([`${file}: exports no onExecutePostLogin`]);
  }
  return script.exports.onExecutePostLogin;
}

/** Says why an Action file cannot be used, with the file and the line; undefined if it can. */
export function findActionMistake(file: string): string | undefined {
  try {
    loadPostLoginAction(file);
    return undefined;
  } catch (error) {
    if (error instanceof TenantConfigurationError) return error.mistakes[0];
    throw error;
  }
}

/** Returns the file of an error, with the line if the error's stack has it. */
function placeIn(file: string, error: unknown): string {
  const stack = String((error as Partial<Error> | null)?.stack);
  const at = stack.indexOf(`${file}:`);
  return at < 0 ? file : (/^.*?:\d+/.exec(stack.slice(at)) ?? [file])[0];
}
