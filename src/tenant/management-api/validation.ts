import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Refusal } from '../errors.ts';

const errorCodes = {
  Payload: 'invalid_body',
  Path: 'invalid_uri',
  Query: 'invalid_query_string',
} as const;

/**
 * Checks a part of a request against its schema and returns the schema's output.
 *
 * @throws Refusal 400 that names the first invalid property and the reason
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: keyof typeof errorCodes,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value, { reportInput: true });
  if (success) return data;
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` on property ${issue.path.join('.')}` : '';
  throw invalid(part, `'${issue ? reasonOf(issue) : ''}'${where}.`);
}

/** Makes the refusal of a part of a request. */
export function invalid(part: keyof typeof errorCodes, reason: string): Refusal {
  return managementError(400, `${part} validation error: ${reason}`, errorCodes[part]);
}

/** Describes an issue of a schema in the words of Auth0's validator. */
function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `Additional properties not allowed: ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined
        ? `Missing required property: ${issue.path.join('.')}`
        : `Expected type ${issue.expected} but found type ${z.core.util.parsedType(issue.input)}`;
    case 'invalid_format':
      return `Object didn't pass validation for format ${issue.format}: ${String(issue.input)}`;
    case 'too_small':
      return `Value is too short or too small, minimum ${String(issue.minimum)}`;
    case 'too_big':
      return `Value is too long or too large, maximum ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}
