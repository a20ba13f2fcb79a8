import { z } from 'zod';
import { oauthError } from '../errors.ts';

/** Makes the schema of an object that has only these members. The message for an unknown member lists the known ones. */
export function members<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? `is unknown; the members are: ${Object.keys(shape).join(', ') || 'none'}`
        : undefined,
  });
}

/**
 * Checks the body of a request to `/control`.
 *
 * @throws Refusal 400 that names the first wrong member and its possible values
 */
export function controlInput<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw oauthError(400, 'invalid_request', error.issues.map(inWords)[0] ?? '');
}

function inWords(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path;
  const reason =
    issue.code === 'invalid_union' && 'options' in issue
      ? `has to be one of ${(issue.options as string[]).join(', ')}`
      : issue.message;
  return `${z.core.toDotPath(path) || 'the body'}: ${reason}`;
}
