import { STATUS_CODES } from 'node:http';

/** What a refusal writes to the tenant's log, beyond what the client is told. */
export interface RefusalLog {
  /** The log event type instead of the grant's ordinary one, for example `ferrt`. */
  type?: string;
  description?: string;
  user_id?: string;
  user_name?: string;
  details?: Record<string, unknown>;
}

/** A refusal as the client sees it: a status and a JSON body. Auth0 has three kinds of body, one factory for each below. */
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

/** `{ error, error_description }` of `/oauth/*` (RFC 6749 §5.2, with Auth0's own statuses: 403 where the RFC has 400). */
export function oauthError(
  status: number,
  error: string,
  error_description: string,
  { log, ...members }: { log?: RefusalLog; mfa_token?: string; mfa_requirements?: object } = {},
): Refusal {
  return new Refusal(status, { error, error_description, ...members }, error_description, log);
}

/** `{ name, code, description, statusCode }` of `/dbconnections/*`. */
export function databaseError(
  code: string,
  description: string,
  { name = 'BadRequestError', statusCode = 400 } = {},
): Refusal {
  return new Refusal(statusCode, { name, code, description, statusCode }, description);
}

/** `{ statusCode, error, message, errorCode? }` of the Management API. */
export function managementError(statusCode: number, message: string, errorCode?: string): Refusal {
  const body = { statusCode, error: STATUS_CODES[statusCode], message };
  return new Refusal(statusCode, errorCode ? { ...body, errorCode } : body, message);
}
