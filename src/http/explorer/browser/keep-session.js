/** Key of the session in `sessionStorage`, for both explorers. */
const storageKey = 'gatehouse.session';

/** Text in the prepared operations that stands for the refresh token. */
const keptRefreshToken = '(kept from the last Session)';

/**
 * Makes a `fetch` that saves the tokens of the endpoint's last `Session`, and sends the access token with later requests to the
 * endpoint that have no `Authorization` header. Deletes the tokens after `LoggedOut`.
 *
 * @param {string} endpoint - absolute URL; requests to other URLs are not changed
 * @param {typeof fetch} fetch
 * @returns {typeof fetch}
 */
export function fetchKeepingSession(endpoint, fetch) {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.url.split('?', 1)[0] !== endpoint) return fetch(request);
    const response = await fetch(await withSession(request));
    if (isJson(response)) remember(await response.clone().json());
    return response;
  };
}

async function withSession(request) {
  const { accessToken, refreshToken } = keptSession();
  if (accessToken && !request.headers.has('authorization')) {
    request.headers.set('authorization', `Bearer ${accessToken}`);
  }
  if (!refreshToken || !isJson(request)) return request;
  const body = await request.text();
  return new Request(request, { body: body.replaceAll(keptRefreshToken, refreshToken) });
}

function remember({ data }) {
  for (const value of Object.values(data ?? {})) {
    if (value?.__typename === 'LoggedOut') sessionStorage.removeItem(storageKey);
    if (value?.accessToken) keep(value);
  }
}

/**
 * Saves a session. If the answer has no refresh token, keeps the saved one: a tenant without rotation sends a refresh token only
 * once (RFC 6749 §6).
 */
function keep({ accessToken, refreshToken }) {
  const session = { accessToken, refreshToken: refreshToken ?? keptSession().refreshToken };
  sessionStorage.setItem(storageKey, JSON.stringify(session));
}

function keptSession() {
  return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}');
}

function isJson({ headers }) {
  return /^application\/(graphql-response\+)?json\b/.test(headers.get('content-type') ?? '');
}
