import type { IncomingHttpHeaders } from 'node:http';

const traceparent = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/**
 * Maximum length of `tracestate` that every participant must propagate (characters, W3C Trace Context §3.3.1.5). The gateway
 * drops a longer one.
 */
const longestState = 512;
/** Maximum number of members in a `tracestate` (§3.3.1.1). */
const maxMembers = 32;
/** Matches one member of a `tracestate`: `key=value` (§3.3.1.3). */
const member = /^[a-z0-9][a-z0-9_*/@-]{0,255}=[ !-+\--<>-~]{0,255}[!-+\--<>-~]$/;

/**
 * Reads the trace headers of the client or a proxy. The gateway passes them to micro-services unchanged.
 *
 * @returns `traceparent` and, if valid, `tracestate`. No headers if `traceparent` is invalid
 * @see https://www.w3.org/TR/trace-context/
 */
export function readTraceContext(headers: IncomingHttpHeaders): Record<string, string> {
  const { traceparent: parent, tracestate: state } = headers;
  if (typeof parent !== 'string' || !traceparent.test(parent) || parent.startsWith('ff')) return {};
  return {
    traceparent: parent,
    ...(typeof state === 'string' && isTraceState(state) && { tracestate: state }),
  };
}

function isTraceState(state: string): boolean {
  if (state.length > longestState) return false;
  const members = state
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  return (
    members.length > 0 && members.length <= maxMembers && members.every((text) => member.test(text))
  );
}
