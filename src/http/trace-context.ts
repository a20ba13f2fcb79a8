import type { IncomingHttpHeaders } from 'node:http';

const traceparent = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Characters that everybody has to pass on (W3C Trace Context §3.3.1.5). */
const longestState = 512;

/**
 * The headers of a trace that somebody before us has begun, as they came in; none when they are not valid.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function traceContext(headers: IncomingHttpHeaders): Record<string, string> {
  const { traceparent: parent, tracestate: state } = headers;
  if (typeof parent !== 'string' || !traceparent.test(parent) || parent.startsWith('ff')) return {};
  const isPassedOn = typeof state === 'string' && state.length <= longestState;
  return { traceparent: parent, ...(isPassedOn && { tracestate: state }) };
}
