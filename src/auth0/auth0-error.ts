/** An unsuccessful answer of Auth0. The error catalogue translates it to a refusal, so that it never leaves `auth0/`. */
export class Auth0Error extends Error {
  override name = 'Auth0Error';
  readonly answer: Auth0Answer;
  /** HTTP status of the answer. */
  get status(): number {
    return this.answer.status;
  }

  constructor(answer: Auth0Answer) {
    super(`${answer.endpoint} answered with status ${answer.status}`);
    this.answer = answer;
  }
}

/** An unsuccessful answer of Auth0. This form covers all three kinds of Auth0's error bodies. */
export interface Auth0Answer {
  /** Path of the request without a leading slash, for example `oauth/token`. */
  endpoint: string;
  status: number;
  /**
   * `errorCode` of the Management API, otherwise `error` of OAuth, otherwise `code` or `name` of the database connections. Empty
   * if the answer has none of them.
   */
  code: string;
  /**
   * `error_description`, otherwise `description`, `message` or `error`. Empty if the answer has none of them. Auth0 may change
   * this text at any time.
   */
  text: string;
  /** `name` of the database connections. Empty in other answers. */
  name: string;
  /** Members that are missing in the answer, or that have a wrong type. */
  lacking: string[];
  /** Body of the answer, parsed if it is JSON. */
  body: unknown;
  /**
   * Seconds to wait before the next request, from `Retry-After`. If the tenant's rate limit is reached, from `X-RateLimit-Reset`.
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
  const text = firstString('error_description', 'description', 'message', 'error');
  return {
    endpoint,
    status: response.status,
    code,
    text,
    name: firstString('name'),
    lacking: findLacking(members),
    body,
    retryAfter: secondsToWait(response.headers, isOverallLimit({ code, text })),
  };
}

/** Lists the members that an error body lacks. `description` of a weak password is an object. */
function findLacking(members: Record<string, unknown>): string[] {
  const isThere = (name: string) =>
    typeof members[name] === 'string' ||
    (name === 'description' && members['code'] === 'invalid_password' && isObject(members[name]));
  return envelopeOf(members).filter((name) => !isThere(name));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function envelopeOf(members: Record<string, unknown>): string[] {
  if ('description' in members || 'code' in members || 'name' in members)
    return ['name', 'code', 'description'];
  if ('errorCode' in members || 'message' in members || 'statusCode' in members)
    return ['error', 'message', 'errorCode'];
  return ['error', 'error_description'];
}

/** Whether an answer with status 429 concerns a limit that all users of the tenant share. */
export function isOverallLimit({ code, text }: Pick<Auth0Answer, 'code' | 'text'>): boolean {
  return /^too[_ ]many[_ ]requests$/i.test(code) || /^global limit\b/i.test(text);
}

/**
 * Reads the seconds to wait from `Retry-After`. If the tenant's rate limit is reached, reads them from `X-RateLimit-Reset`, which
 * is in seconds since the epoch on Auth0's clock.
 */
function secondsToWait(headers: AnswerHeaders, isOverall: boolean): number | undefined {
  const date = secondsOf(headers.get('date'));
  const reset = Number.parseInt(headers.get('x-ratelimit-reset') ?? '', 10);
  return [toWait(headers.get('retry-after') ?? '', date), isOverall ? reset - date : NaN].find(
    (value) => value >= 0 && value <= 86_400,
  );
}

/** Converts `Retry-After` to seconds. The header contains seconds or a date (RFC 9110 §10.2.3). A past date becomes 0. */
function toWait(retryAfter: string, date: number): number {
  if (!/^[A-Z]/.test(retryAfter)) return Number.parseInt(retryAfter, 10);
  const now = Number.isNaN(date) ? Math.floor(Date.now() / 1000) : date;
  return Math.max(0, secondsOf(retryAfter) - now);
}

/**
 * Converts an HTTP date (RFC 9110 §5.6.7) to seconds since the epoch. The `asctime` format does not name its time zone, which is
 * UTC.
 */
function secondsOf(date: string | null): number {
  const text = date ?? '';
  return Math.floor(Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) / 1000);
}
