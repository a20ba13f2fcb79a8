/** A status that is no success, with what Auth0 said. For the error catalogue; it never leaves `auth0/`. */
export class Auth0Error extends Error {
  override name = 'Auth0Error';
  readonly answer: Auth0Answer;
  constructor(answer: Auth0Answer) {
    super(`${answer.endpoint} answered with status ${answer.status}`);
    this.answer = answer;
  }
}

/** Auth0's three error envelopes, and what is none of them, brought to one form. */
export interface Auth0Answer {
  /** Path without leading slash, for example `oauth/token`. */
  endpoint: string;
  status: number;
  /**
   * `error` of OAuth, else `code` or `name` of the database connections, `errorCode` of the Management API; empty when there
   * is none of them.
   */
  code: string;
  /** `error_description`, else `description` or `message`; empty when there is none. Auth0 may change it at any time. */
  text: string;
  /** `name` of the database connections' envelope; empty in the others. */
  name: string;
  /** The body, parsed when it was JSON. */
  body: unknown;
  /** Seconds, from `Retry-After` or, for the overall rate limit, `X-RateLimit-Reset`. */
  retryAfter: number | undefined;
}

interface AnswerHeaders {
  get: (name: string) => string | null;
}

/**
 * Reads an answer of any shape; whatever is missing or not a string becomes empty.
 *
 * @see https://auth0.com/docs/api/authentication
 */
export function toAuth0Answer(
  endpoint: string,
  response: { status: number; headers: AnswerHeaders },
  body: unknown,
): Auth0Answer {
  const members =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const firstString = (...names: string[]) =>
    names.map((name) => members[name]).find((value) => typeof value === 'string') ?? '';
  const code = firstString('errorCode', 'error', 'code', 'name');
  return {
    endpoint,
    status: response.status,
    code,
    text: firstString('error_description', 'description', 'message', 'error'),
    name: firstString('name'),
    body,
    retryAfter: secondsToWait(response.headers, code),
  };
}

/** `Retry-After`; for the overall rate limit also `X-RateLimit-Reset`, an epoch second, by Auth0's own clock. */
function secondsToWait(headers: AnswerHeaders, code: string): number | undefined {
  const number = (name: string) => Number.parseInt(headers.get(name) ?? '', 10);
  const untilReset =
    number('x-ratelimit-reset') - Math.floor(Date.parse(headers.get('date') ?? '') / 1000);
  return [number('retry-after'), code === 'too_many_requests' ? untilReset : NaN].find(
    (value) => value >= 0 && value <= 86_400,
  );
}
