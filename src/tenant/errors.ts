import { STATUS_CODES } from 'node:http';

/** Details of a refusal for the tenant's log. The client does not see them. */
export interface RefusalLog {
  /** Log event type, for example `ferrt`. Default: the type that the grant has for a refusal. */
  type?: string;
  description?: string;
  user_id?: string;
  user_name?: string;
  details?: Record<string, unknown>;
}

/**
 * Thrown to refuse a request. The client gets the status and the JSON body. Auth0 has three kinds of body, and each has a function
 * below.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: object;
  readonly log: RefusalLog;

  constructor(status: number, body: object, description: string, log: RefusalLog = {}) {
    super(description);
    this.status = status;
    this.body = body;
    this.log = log;
  }
}

/**
 * Makes a refusal in the form of `/oauth/*`: `{ error, error_description }` (RFC 6749 §5.2, but often with 403 where the RFC has
 * 400).
 */
export function oauthError(
  status: number,
  error: string,
  error_description: string,
  { log, ...members }: { log?: RefusalLog; mfa_token?: string; mfa_requirements?: object } = {},
): Refusal {
  return new Refusal(status, { error, error_description, ...members }, error_description, log);
}

/** Makes a refusal in the form of `/dbconnections/*`: `{ name, code, description, statusCode }`. */
export function databaseError(
  code: string,
  description: string,
  { name = 'BadRequestError', statusCode = 400 } = {},
): Refusal {
  return new Refusal(statusCode, { name, code, description, statusCode }, description);
}

/** Makes a refusal in the form of the Management API: `{ statusCode, error, message, errorCode? }`. */
export function managementError(statusCode: number, message: string, errorCode?: string): Refusal {
  const body = { statusCode, error: names[statusCode] ?? STATUS_CODES[statusCode], message };
  return new Refusal(statusCode, errorCode ? { ...body, errorCode } : body, message);
}

/** Names of statuses that Auth0's framework calls otherwise than Node. */
const names: Record<number, string | undefined> = { 413: 'Request Entity Too Large' };
