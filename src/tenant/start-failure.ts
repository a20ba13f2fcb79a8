/** Describes the failure of a start in one line. */
export function describeStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  if (error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${String(error.port)} is in use: stop the other program, or set TENANT_PORT to another port.`;
  if ('hostname' in error) return `HOST cannot be resolved: ${String(error.hostname)}.`;
  return error.message;
}
