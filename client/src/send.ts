import type { Operation } from './__generated__/operations.ts';
import { GatehouseError, outage } from './gatehouse-error.ts';

/** Time limit of an operation of the kit (milliseconds). The gateway itself answers within about 10 seconds. */
const timeLimitMs = 15_000;

/** URL of the gateway, and the `fetch` that sends operations there. */
export interface Endpoint {
  readonly url: string;
  readonly fetch: typeof fetch;
}

/** Options of a request. */
export interface SendInit {
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the request continues after its page has closed. Default: false. */
  readonly keepalive?: boolean;
}

/** Type of the only root field of an operation. */
export type RootField<Answer> = NonNullable<Answer[keyof Answer]>;

interface Body {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string; reason?: string } }[];
}

/**
 * Sends an operation with a single root field, and returns the value of that field.
 *
 * @throws {@link GatehouseError} if the field is null, with the code of the GraphQL error, or with `SERVICE_UNAVAILABLE` if
 *   there is no answer
 */
export async function send<Answer extends object, Variables>(
  endpoint: Endpoint,
  operation: Operation<Answer, Variables>,
  variables: Variables,
  init: SendInit = {},
): Promise<RootField<Answer>> {
  const { status, body } = await exchange(endpoint, {
    ...init,
    method: 'POST',
    headers: { ...init.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: operation, variables }),
  });
  const { data, errors: [error] = [] } = body;
  const [field] = Object.values(data ?? {});
  if (field) return field as RootField<Answer>;
  const { code, reason } = error?.extensions ?? {};
  const message = error?.message ?? `${endpoint.url} is no GraphQL endpoint: status ${status}.`;
  if (code === undefined && status >= 500) throw outage(message);
  throw new GatehouseError(code ?? 'BAD_REQUEST', message, reason ? { reason } : {});
}

async function exchange({ url, fetch }: Endpoint, init: RequestInit) {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
  }, timeLimitMs);
  try {
    const response = await fetch(url, { ...init, signal: limit.signal });
    const { status } = response;
    const text = await response.text();
    return { status, body: bodyOf(text, url, status) };
  } catch (error) {
    throw error instanceof GatehouseError ? error : outage('The gateway does not answer.');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Parses the body of an answer. HTML with an error status is an outage, since a proxy answers so. Other HTML means that `url` is
 * wrong.
 */
function bodyOf(text: string, url: string, status: number): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    if (status >= 500) throw outage(`The gateway answered with status ${status}.`);
    throw new GatehouseError('BAD_REQUEST', `${url} is no GraphQL endpoint: status ${status}.`);
  }
}
