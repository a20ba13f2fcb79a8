/**
 * A service has understood the request and declines: an answer of 4xx, but for those that say something of the gateway (401,
 * 429) or of the caller (403). A data source translates it; what is not translated is a mistake of ours, and masked.
 */
export class ServiceRefusal extends Error {
  override name = 'ServiceRefusal';
  readonly status: number;
  /** JSON where it is JSON, else text. The service's own words: never for a client as they are. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`a service answered with status ${status}`);
    this.status = status;
    this.body = body;
  }

  /** Whether it is an answer at all (RFC 9110 §15.5): all other statuses are failures of the service's. */
  get isClientError(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}
