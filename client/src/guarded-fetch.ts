import { GatehouseError } from './gatehouse-error.ts';
import type { Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';

/** Reasons of `UNAUTHENTICATED` that a renewal may cure. Another one is a mistake of the program, or of the set-up. */
const renewable = [
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  // The last three are a cookie's. The browser may have dropped it.
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
 * Returns a `fetch` for operations of the signed-in user. It adds the access token, which it renews before it
 * expires, or lets the browser add the cookie. An operation that
 * was refused for its token goes out once more when nothing of it has been carried out: a query always, a mutation when each of its
 * root fields was refused. Requests to other addresses pass as they are.
 *
 * It rejects with {@link GatehouseError} for an outage while the token has to be renewed, and when the user has changed before the
 * answer came: the answer is for the last user's eyes.
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

/** Whether the gateway refused the operation for a token that can be renewed, and carried out nothing that changes anything. */
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
  if (isQuery(...request)) return refused.length > 0;
  const refusedFields = new Set(
    refused.filter(({ path }) => path?.length === 1).map(({ path }) => path?.[0]),
  );
  // Without data there is a root field that is not nullable, and no list of the others.
  const fields = data ? Object.keys(data) : [];
  return (
    fields.length > 0 && fields.every((field) => data?.[field] === null && refusedFields.has(field))
  );
}

/** Whether a request holds queries alone. A document without the word `mutation` does; one that this cannot read may not. */
function isQuery(...[input, init]: Parameters<typeof fetch>): boolean {
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  if (method === 'GET') return true;
  if (typeof init?.body !== 'string') return false;
  try {
    const { query } = JSON.parse(init.body) as { query?: unknown };
    return typeof query === 'string' && !/\bmutation\b/.test(query);
  } catch {
    return false;
  }
}
