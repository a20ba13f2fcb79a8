/** The switches of the local tenant, over HTTP. */
export class TenantSwitches {
  readonly #control: URL;

  /** @param tenantUrl - URL of the tenant, with a trailing slash */
  constructor(tenantUrl: string) {
    this.#control = new URL('control/', tenantUrl);
  }

  /** Sets a switch, for example `faults/all`. */
  async turn(name: string, setting: object): Promise<void> {
    await this.#send(name, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(setting),
    });
  }

  /** Puts a switch back. */
  async putBack(name: string): Promise<void> {
    await this.#send(name, { method: 'DELETE' });
  }

  /** @throws an error when the tenant refuses, or cannot be reached */
  async #send(name: string, request: RequestInit): Promise<void> {
    const response = await fetch(new URL(name, this.#control), request);
    if (!response.ok) throw new Error(`the local tenant refuses ${name}: ${response.status}`);
    await response.body?.cancel();
  }
}
