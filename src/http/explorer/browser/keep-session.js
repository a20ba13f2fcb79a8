/** Key in the tab's session storage, which both explorers share. */
const storageKey = 'gatehouse.session';

/** Placeholder for the refresh token in the ready operations. */
const keptRefreshToken = '(kept from the last Session)';

/**
 * Makes a `fetch` that saves the tokens of the endpoint's last `Session`. Later requests to the endpoint carry the access token,
 * unless they set `Authorization` themselves. `LoggedOut` deletes the tokens.
 *
 * @param {string} endpoint - absolute URL; requests to other URLs stay unchanged
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

/** A tenant without rotation sends a refresh token once: the saved one stays valid (RFC 6749 §6). */
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
