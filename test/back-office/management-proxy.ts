import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What happens to a call: it passes; it is refused before the tenant hears of it; or the tenant carries it out and its answer is
 * lost.
 */
export type Fate = 'pass' | 'refuse' | 'lose the answer';

/** A call of the Management API, such as `PATCH users` or `POST users/roles`. */
export type Decide = (call: string) => Fate | Promise<Fate>;

/** A proxy between a gateway and the Management API of a tenant. Set `AUTH0_TENANT_DOMAIN` to its URL. */
export class ManagementProxy {
  readonly #server;
  /** Decides the fate of each call that writes. */
  decide: Decide = () => 'pass';
  /** Calls so far that write. */
  readonly writes: string[] = [];

  constructor(tenantUrl: string) {
    this.#server = createServer((request, response) => {
      this.#forward(request, response, tenantUrl).catch(() => response.destroy());
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #forward(request: IncomingMessage, response: ServerResponse, tenantUrl: string) {
    const { method = 'GET', url = '/', headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    // The audience of the tenant's Management API has the tenant's own URL.
    const body = Buffer.concat(chunks).toString().replaceAll(this.url, tenantUrl);
    const [, resource = '', , rest = ''] = /^\/api\/v2\/(\w+)(\/[^/?]+)?(\/\w+)?/.exec(url) ?? [];
    const call = `${method} ${resource}${rest}`;
    const isWrite = method !== 'GET' && resource !== '';
    if (isWrite) this.writes.push(call);
    const fate = isWrite ? await this.decide(call) : 'pass';
    if (fate === 'refuse') return void response.writeHead(503).end();
    const answer = await fetch(new URL(url, tenantUrl), {
      method,
      headers: {
        ...(headers.authorization !== undefined && { authorization: headers.authorization }),
        ...(body !== '' && { 'content-type': headers['content-type'] ?? 'application/json' }),
      },
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    if (fate === 'lose the answer') return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }
}
