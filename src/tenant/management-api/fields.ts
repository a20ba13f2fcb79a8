import { z } from 'zod';
import { flagSchema } from './page.ts';

/** Query parameters that select members: the listed `fields`, or with `include_fields=false` all others. */
export const fieldsParameters = {
  fields: z
    .string()
    .transform((names) => names.split(','))
    .optional(),
  include_fields: flagSchema.default(true),
};

/** The selection of members in a query. */
export interface FieldsQuery {
  fields?: string[] | undefined;
  include_fields: boolean;
}

/** Copies an object with the selected members only. Without `fields`, the object is returned whole. */
export function withFields(item: object, { fields, include_fields }: FieldsQuery): object {
  if (!fields) return item;
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => fields.includes(name) === include_fields),
  );
}
