/**
 * Reduces an error to its name, message, code and chain of causes. Drops all other properties, for example a response body or
 * request headers. Accepts any object, because errors of another realm (`node:vm`, jest) are not `instanceof Error`.
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
