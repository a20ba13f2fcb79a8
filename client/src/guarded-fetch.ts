import { GatehouseError } from './gatehouse-error.ts';
import type { Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';

/**
 * Reasons of an `UNAUTHENTICATED` error after which the kit renews the session. Any other reason is a mistake in the program or
 * in the configuration.
 */
const renewable = [
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  // The following reasons belong to sessions in a cookie. `TOKEN_MISSING` means that the browser has dropped the cookie.
  'SESSION_EXPIRED',
  'SESSION_ENDED',
  'TOKEN_MISSING',
];

interface Result {
  data?: Record<string, unknown> | null;
  errors?: {
    path?: (string | number)[];
    extensions?: { code?: string; reason?: string };
  }[];
}

/**
 * Returns a `fetch` that sends operations to the gateway as the signed-in user. Requests to other addresses pass unchanged.
 *
 * An access token is renewed before it expires. If the gateway refuses an operation because of its token, the session is renewed
 * and the operation is sent once more. A mutation is sent again only if the gateway refused each of its root fields, so that no
 * mutation runs twice.
 *
 * @throws {@link GatehouseError} for an outage while the session is renewed
 * @throws {@link GatehouseError} `USER_CHANGED` if another user has signed in before the answer arrived
 */
export function guardedFetch(
  { url, fetch }: Endpoint,
  fetchElsewhere: typeof globalThis.fetch,
  transport: SessionTransport,
  store: SessionStore,
): typeof globalThis.fetch {
  return async (input, init) => {
    if (!isSameAddress(input, url)) return fetchElsewhere(input, init);
    const credential = await transport.credential();
    const { userChanges } = store;
    const answerTo = async (current: string | undefined) => {
      const headers = current === undefined ? {} : transport.headersOf(current);
      const answer = await fetch(...withHeaders(input, init, headers));
      if (store.userChanges === userChanges) return answer;
      throw new GatehouseError(
        'USER_CHANGED',
        'The user has changed since this operation was sent.',
      );
    };
    const answer = await answerTo(credential);
    if (credential === undefined || !(await mayGoOutAgain(answer, input, init))) return answer;
    await transport.renew(credential);
    const next = await transport.credential();
    return next === undefined ? answer : answerTo(next);
  };
}

function isSameAddress(input: RequestInfo | URL, url: string): boolean {
  const address = input instanceof Request ? input.url : input;
  const base = typeof location === 'undefined' ? undefined : location.href;
  const [one, other] = [new URL(address, base), new URL(url, base)];
  return one.origin === other.origin && one.pathname === other.pathname;
}

function withHeaders(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  more: Record<string, string>,
): Parameters<typeof fetch> {
  const isRequest = input instanceof Request;
  const headers = new Headers(init?.headers ?? (isRequest ? input.headers : undefined));
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return [isRequest ? input.clone() : input, { ...init, headers }];
}

/** Whether the gateway refused the operation for a token that can be renewed, and has run none of its mutations. */
async function mayGoOutAgain(
  answer: Response,
  ...request: Parameters<typeof fetch>
): Promise<boolean> {
  if (!answer.headers.get('content-type')?.includes('json')) return false;
  const text = await answer.clone().text();
  if (!text.includes('UNAUTHENTICATED')) return false;
  const { data, errors = [] } = JSON.parse(text) as Result;
  const refused = errors.filter(
    ({ extensions: { code, reason = '' } = {} }) =>
      code === 'UNAUTHENTICATED' && renewable.includes(reason),
  );
  if (await isQuery(...request)) return refused.length > 0;
  const refusedFields = new Set(
    refused.filter(({ path }) => path?.length === 1).map(({ path }) => path?.[0]),
  );
  // If `data` is null, the answer does not list the root fields.
  const fields = data ? Object.keys(data) : [];
  return (
    fields.length > 0 && fields.every((field) => data?.[field] === null && refusedFields.has(field))
  );
}

/**
 * Whether a request contains queries only: its document does not contain the word `mutation`. False for a body that is not JSON.
 */
async function isQuery(...[input, init]: Parameters<typeof fetch>): Promise<boolean> {
  const isRequest = input instanceof Request;
  const method = init?.method ?? (isRequest ? input.method : 'GET');
  if (method === 'GET') return true;
  const body = init?.body ?? (isRequest ? await input.clone().text() : undefined);
  if (typeof body !== 'string') return false;
  try {
    const { query } = JSON.parse(body) as { query?: unknown };
    return typeof query === 'string' && !/\bmutation\b/.test(query);
  } catch {
    return false;
  }
}
