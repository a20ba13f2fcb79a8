/**
 * A service has answered with a status other than 2xx. `ServiceDataSource` converts most statuses to other errors. A data source
 * should translate the rest: 4xx except 401, 403 and 429. Otherwise the client receives `INTERNAL_SERVER_ERROR`.
 */
export class ServiceRefusal extends Error {
  override name = 'ServiceRefusal';
  readonly status: number;
  /** Body of the answer, as parsed JSON or as text. A data source must not pass the service's own text to a client. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`a service answered with status ${status}`);
    this.status = status;
    this.body = body;
  }

  /** Whether the status is 4xx (RFC 9110 §15.5). Any other status is a failure of the service. */
  get isClientError(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}
