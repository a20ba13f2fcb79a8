import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { PostLoginApi, PostLoginEvent } from './post-login-api.ts';

/** A post-login Action: what a script exports as `onExecutePostLogin`. */
export type PostLoginAction = (event: PostLoginEvent, api: PostLoginApi) => unknown;

/**
 * Loads an Action file as Auth0 does: CommonJS, whatever the package around it says.
 *
 * @param file - absolute path
 * @throws what reading, compiling or running the file fails with, and Error when it exports no `onExecutePostLogin`
 */
export function loadPostLoginAction(file: string): PostLoginAction {
  const script = { exports: {} as { onExecutePostLogin?: PostLoginAction } };
  const run = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require'], {
    filename: file,
  }) as (module: object, exports: object, require: NodeJS.Require) => void;
  run(script, script.exports, createRequire(file));
  if (typeof script.exports.onExecutePostLogin !== 'function') {
    throw new Error(`${file}: exports no onExecutePostLogin`);
  }
  return script.exports.onExecutePostLogin;
}
