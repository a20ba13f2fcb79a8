/**
 * Reduces an error to name, message, code and chain of causes. All other properties stay out, for
 * example a response's body or a request's headers. It checks the shape and not the class: errors come from other realms too.
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
