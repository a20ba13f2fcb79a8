import type { z } from 'zod';

/** The groups of variables, in the order of `docs/configuration.md`. */
export type VariableGroup =
  | 'Auth0'
  | 'Tokens and claims'
  | 'Network and proxies'
  | 'Front ends'
  | 'Micro-services'
  | 'State and replicas'
  | 'Sessions'
  | 'Metrics and log'
  | 'Development and local tenant';

/**
 * The description of an environment variable, from which `npm run generate` makes `docs/configuration.md`, the table in
 * `README.md` and `.env.example`. Texts are Markdown.
 */
export interface VariableDescription {
  group: VariableGroup;
  /** The task that brings an operator to this variable, in a few words: the index of the page has it. */
  task: string;
  meaning: string;
  /** The form of a value, with its unit. */
  format: string;
  /** The default in words. Where the schema has a fixed default, the page shows that one first, and these words after it. */
  default?: string;
  /** Symptoms of a value that has the right format and is still the wrong one. */
  whenWrong: string;
  /** A value for `.env.example`. Empty: the line stands there to be filled in. */
  example: string;
  /** True if every deployment has to decide on the variable; `README.md` lists only these variables. Default: false. */
  isEssential?: boolean;
}

/** Puts a description beside the schema of its variable. The schema itself stays as it is. */
export function describeVariable<Schema extends z.ZodType>(
  schema: Schema,
  description: VariableDescription,
): Schema {
  return schema.meta({ ...description });
}
