import type { z } from 'zod';

/** Groups of variables, in the order of `docs/configuration.md`. */
export type VariableGroup =
  | 'Auth0'
  | 'Tokens and claims'
  | 'Network and proxies'
  | 'Front ends'
  | 'Micro-services'
  | 'State and replicas'
  | 'Sessions'
  | 'Mail'
  | 'Metrics and log'
  | 'Development and local tenant';

/**
 * Description of an environment variable. `npm run generate` makes `docs/configuration.md`, the table in `README.md` and
 * `.env.example` from it. Texts are Markdown.
 */
export interface VariableDescription {
  group: VariableGroup;
  /** Short description of the task for which an operator needs this variable, for the index of the page. */
  task: string;
  meaning: string;
  /** Format of a value, with its unit. */
  format: string;
  /** The default in words. If the schema has a fixed default, the page shows the fixed default first. */
  default?: string;
  /** Symptoms of a value in the right format that is nevertheless wrong. */
  whenWrong: string;
  /** Value in `.env.example`. If it is empty, the operator must fill it in. */
  example: string;
  /** Whether every deployment must set the variable. `README.md` lists only such variables. Default: false. */
  isEssential?: boolean;
}

/** Attaches a description to the schema of a variable, without changing what the schema accepts. */
export function describeVariable<Schema extends z.ZodType>(
  schema: Schema,
  description: VariableDescription,
): Schema {
  return schema.meta({ ...description });
}
