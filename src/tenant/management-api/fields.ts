import { z } from 'zod';
import { flagSchema } from './page.ts';

/** Query parameters that choose members: those of `fields`, or with `include_fields=false` all others. */
export const fieldsParameters = {
  fields: z
    .string()
    .transform((names) => names.split(','))
    .optional(),
  include_fields: flagSchema.default(true),
};

/** The chosen members. */
export interface FieldsQuery {
  fields?: string[] | undefined;
  include_fields: boolean;
}

/** An object with the chosen members only; without a choice all of it. */
export function withFields(item: object, { fields, include_fields }: FieldsQuery): object {
  if (!fields) return item;
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => fields.includes(name) === include_fields),
  );
}
