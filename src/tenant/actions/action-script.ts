import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { TenantConfigurationError } from '../configuration-error.ts';

/** Triggers of Actions, and the name of the function that an Action's script exports for each. */
const exportNames = {
  'post-login': 'onExecutePostLogin',
  'post-change-password': 'onExecutePostChangePassword',
} as const;

/** Trigger of an Action, with Auth0's name. */
export type ActionTrigger = keyof typeof exportNames;

/** The function that an Action's script exports. */
type Action = (...parameters: never[]) => unknown;

/**
 * Loads the file of an Action. The file is CommonJS, as at Auth0, even inside an ESM package. Its `Date` follows the tenant's clock.
 *
 * @param file - absolute path
 * @throws `TenantConfigurationError` with the file and line, if the file cannot be read, compiled or run, or does not export the
 *   function of the trigger
 */
export function loadAction(file: string, trigger: ActionTrigger, now: () => Date): Action {
  const script = { exports: {} as Record<string, unknown> };
  try {
    const parameters = ['module', 'exports', 'require', 'Date'];
    const run = compileFunction(readFileSync(file, 'utf8'), parameters, { filename: file }) as (
      module: object,
      exports: object,
      require: NodeJS.Require,
      date: DateConstructor,
    ) => void;
    run(script, script.exports, createRequire(file), dateOf(now));
  } catch (error) {
    throw new TenantConfigurationError([`${placeIn(file, error)}: ${String(error)}`]);
  }
  const name = exportNames[trigger];
  if (typeof script.exports[name] !== 'function') {
    throw new TenantConfigurationError([`${file}: exports no ${name}`]);
  }
  return script.exports[name] as Action;
}

/** Returns the reason why an Action file cannot be used, with the file and the line. Undefined if it can be used. */
export function findActionMistake(file: string, trigger: ActionTrigger): string | undefined {
  try {
    loadAction(file, trigger, () => new Date());
    return undefined;
  } catch (error) {
    if (error instanceof TenantConfigurationError) return error.mistakes[0];
    throw error;
  }
}

/** Creates a `Date` class that uses another clock. */
function dateOf(now: () => Date): DateConstructor {
  class TenantDate extends Date {
    constructor(...parts: unknown[]) {
      super(...((parts.length > 0 ? parts : [now()]) as [Date]));
    }

    static override now(): number {
      return now().getTime();
    }
  }
  return TenantDate as DateConstructor;
}

/** Returns the file of an error, with the line if the error's stack has it. */
function placeIn(file: string, error: unknown): string {
  const stack = String((error as Partial<Error> | null)?.stack);
  const at = stack.indexOf(`${file}:`);
  return at < 0 ? file : (/^.*?:\d+/.exec(stack.slice(at)) ?? [file])[0];
}
