/** An input without what is null in it: a field that is null was not given. */
export function given<Input extends object>(input: Input): Given<Input> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null),
  ) as Given<Input>;
}

/** Fields that may be null become optional. */
type Given<Input> = {
  [Field in keyof Input as null extends Input[Field] ? never : Field]: Input[Field];
} & {
  [Field in keyof Input as null extends Input[Field] ? Field : never]?: NonNullable<Input[Field]>;
};
