/** Copies an input without its null fields. The gateway treats a null field like a field that was not sent. */
export function dropNulls<Input extends object>(input: Input): WithoutNulls<Input> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null),
  ) as WithoutNulls<Input>;
}

/** Type of an input whose nullable fields are optional and not null. */
type WithoutNulls<Input> = {
  [Field in keyof Input as null extends Input[Field] ? never : Field]: Input[Field];
} & {
  [Field in keyof Input as null extends Input[Field] ? Field : never]?: NonNullable<Input[Field]>;
};
