/**
 * A service's refusal: an answer of 4xx, except 401 and 429, which concern the gateway, and 403, which concerns the caller. A data
 * source translates it. Without a translation it is an unexpected error, and the client sees `INTERNAL_SERVER_ERROR`.
 */
export class ServiceRefusal extends Error {
  override name = 'ServiceRefusal';
  readonly status: number;
  /** Parsed JSON, or text. The service's own words: a data source must not pass them to a client unchanged. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`a service answered with status ${status}`);
    this.status = status;
    this.body = body;
  }

  /** Whether the status is 4xx (RFC 9110 §15.5). All other statuses are failures of the service. */
  get isClientError(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}
