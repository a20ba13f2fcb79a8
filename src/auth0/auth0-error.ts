/** Thrown for an unsuccessful answer of Auth0. The error catalogue turns it into a refusal, and it never leaves `auth0/`. */
export class Auth0Error extends Error {
  override name = 'Auth0Error';
  readonly answer: Auth0Answer;
  constructor(answer: Auth0Answer) {
    super(`${answer.endpoint} answered with status ${answer.status}`);
    this.answer = answer;
  }
}

/** An unsuccessful answer of Auth0. Auth0 has three kinds of error bodies, and this is one form for all of them. */
export interface Auth0Answer {
  /** Path of the request without a leading slash, for example `oauth/token`. */
  endpoint: string;
  status: number;
  /**
   * `errorCode` of the Management API, else `error` of OAuth, else `code` or `name` of the database connections. Empty if the
   * answer has none of them.
   */
  code: string;
  /**
   * `error_description`, else `description`, `message` or `error`. Empty if the answer has none of them. Auth0 may change this text
   * at any time.
   */
  text: string;
  /** `name` of the database connections. Empty in other answers. */
  name: string;
  /** Body of the answer, parsed if it is JSON. */
  body: unknown;
  /**
   * Seconds to wait before the next request, from `Retry-After` or, when the tenant's rate limit is reached, from
   * `X-RateLimit-Reset`.
   */
  retryAfter: number | undefined;
}

interface AnswerHeaders {
  get: (name: string) => string | null;
}

/**
 * Reads an unsuccessful answer of any shape. A member that is missing or not a string becomes empty.
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

/**
 * Reads the seconds to wait from `Retry-After` or, when the tenant's rate limit is reached, from `X-RateLimit-Reset`, which is in
 * seconds since the epoch by Auth0's clock.
 */
function secondsToWait(headers: AnswerHeaders, code: string): number | undefined {
  const number = (name: string) => Number.parseInt(headers.get(name) ?? '', 10);
  const untilReset =
    number('x-ratelimit-reset') - Math.floor(Date.parse(headers.get('date') ?? '') / 1000);
  return [number('retry-after'), code === 'too_many_requests' ? untilReset : NaN].find(
    (value) => value >= 0 && value <= 86_400,
  );
}
