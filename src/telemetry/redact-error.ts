/**
 * Reduces an error to name, message, code and chain of causes. Leaves out all other properties, for example a response's body or a
 * request's headers. Accepts any object, because errors of another realm (`node:vm`, jest) are not `instanceof Error`.
 */
export function redactError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return { message: 'not an Error' };
  const { name, message, code, cause } = error as Partial<Error & { code: unknown }>;
  return {
    name,
    message,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: redactError(cause) }),
  };
}
