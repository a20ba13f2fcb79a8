import type { Operation } from './__generated__/operations.ts';
import { GatehouseError, outage } from './gatehouse-error.ts';

/** Milliseconds that an operation of the kit may take. The gateway itself answers within some 10 seconds. */
const timeLimitMs = 15_000;

/** Where an operation goes, and the `fetch` that takes it there. */
export interface Endpoint {
  readonly url: string;
  readonly fetch: typeof fetch;
}

/** What a request may have beside its operation. */
export interface SendInit {
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the request outlives its page. */
  readonly keepalive?: boolean;
}

/** Value of the only root field of an operation. */
export type RootField<Answer> = NonNullable<Answer[keyof Answer]>;

interface Body {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string; reason?: string } }[];
}

/**
 * Sends an operation with a single root field, and returns the value of that field.
 *
 * @throws {@link GatehouseError} when the root field is null: with the code of its error, or `SERVICE_UNAVAILABLE` when there is no answer
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

/** Reads the body of an answer. A page of a proxy is an outage, but a page under a wrong address is a mistake of the program. */
function bodyOf(text: string, url: string, status: number): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    if (status >= 500) throw outage(`The gateway answered with status ${status}.`);
    throw new GatehouseError('BAD_REQUEST', `${url} is no GraphQL endpoint: status ${status}.`);
  }
}
