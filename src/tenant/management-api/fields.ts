import { z } from 'zod';
import { flagSchema } from './page.ts';

/** Query parameters that select members of an object: those listed in `fields`, or with `include_fields=false` all others. */
export const fieldsParameters = {
  fields: z
    .string()
    .transform((names) => names.split(','))
    .optional(),
  include_fields: flagSchema.default(true),
};

/** The members that a query selects. */
export interface FieldsQuery {
  fields?: string[] | undefined;
  include_fields: boolean;
}

/**
 * Copies the selected members of an object. Without `fields`, returns the whole object.
 *
 * @param always - members that Auth0 shows besides those listed in `fields`
 */
export function withFields(
  item: object,
  { fields, include_fields }: FieldsQuery,
  always: readonly string[] = [],
): object {
  if (!fields) return item;
  const listed = include_fields ? [...fields, ...always] : fields;
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => listed.includes(name) === include_fields),
  );
}
