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
  | 'Metrics and log'
  | 'Development and local tenant';

/**
 * Description of an environment variable. `npm run generate` makes `docs/configuration.md`, the table in `README.md` and
 * `.env.example` from it. Texts are Markdown.
 */
export interface VariableDescription {
  group: VariableGroup;
  /** Task for which an operator needs this variable, in a few words. The index of the page shows it. */
  task: string;
  meaning: string;
  /** Form of a value, with its unit. */
  format: string;
  /** The default in words. If the schema has a fixed default, the page shows that first and then this text. */
  default?: string;
  /** Symptoms of a value that has the right form but is wrong. */
  whenWrong: string;
  /** Value in `.env.example`. If it is empty, the operator has to fill it in. */
  example: string;
  /** Whether every deployment has to decide on the variable. `README.md` lists only such variables. Default: false. */
  isEssential?: boolean;
}

/** Attaches a description to the schema of a variable, without changing what the schema accepts. */
export function describeVariable<Schema extends z.ZodType>(
  schema: Schema,
  description: VariableDescription,
): Schema {
  return schema.meta({ ...description });
}
