/** Copies an input without its null fields: to the gateway a null field is a field that was not sent. */
export function dropNulls<Input extends object>(input: Input): WithoutNulls<Input> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null),
  ) as WithoutNulls<Input>;
}

/** Nullable fields become optional. */
type WithoutNulls<Input> = {
  [Field in keyof Input as null extends Input[Field] ? never : Field]: Input[Field];
} & {
  [Field in keyof Input as null extends Input[Field] ? Field : never]?: NonNullable<Input[Field]>;
};
