import { Writable } from 'node:stream';
import { z } from 'zod';
import type { ServiceConfig } from '../../src/config/services.ts';
import { path } from '../../src/services/path.ts';
import { serviceCalls, type ServiceCalls } from '../../src/services/service-calls.ts';
import { requestServices } from '../../src/services/request-services.ts';
import { ServiceDataSource } from '../../src/services/service-data-source.ts';
import { createLogger, logFor } from '../../src/telemetry/log.ts';
import type { AuthenticatedCaller, Caller } from '../../src/tokens/caller.ts';
import { InternalTokens } from '../../src/internal-tokens/internal-tokens.ts';
import { SigningKeys } from '../../src/internal-tokens/signing-keys.ts';
import { maxServiceBodySize } from '../../src/upstream/size-limits.ts';
import { serviceTimeLimit } from '../../src/upstream/time-limits.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';
import type { UpstreamRequest } from '../../src/upstream/upstream-data-source.ts';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const Order = z.object({ id: z.string(), quantity: z.number() });
const Products = z.object({ products: z.array(z.object({ id: z.string(), name: z.string() })) });

/** A data source as a team would write it. */
export class OrdersService extends ServiceDataSource {
  async order(id: string) {
    return this.find(Order, path`orders/${id}`);
  }

  place(body: object) {
    return this.ask(Order, 'orders', { method: 'POST', body });
  }

  /** Sends a request to any path, and accepts any answer. */
  anything(at: string, request?: UpstreamRequest) {
    return this.ask(z.unknown(), at, request);
  }

  readonly product = this.batch(async (ids) => {
    const params = { ids: ids.join(',') };
    return (await this.ask(Products, 'products', { params })).products;
  });
}

/** Two services, `orders` and `stock`, and the parts of a gateway that call them. */
export interface ServicesScene {
  orders: ScriptedService;
  stock: ScriptedService;
  keys: SigningKeys;
  issuer: string;
  /** Makes the data sources of a new request. */
  request: (options?: {
    caller?: Caller | Promise<Caller>;
    requestId?: string;
    traceContext?: Record<string, string>;
  }) => { readonly orders: OrdersService; readonly stock: OrdersService };
  /** Returns the text of the log. */
  log: () => string;
  calls: ServiceCalls;
  close: () => Promise<void>;
}

export interface SceneOptions {
  auth?: ServiceConfig['auth'];
  /** Path to append to the base URLs of both services, for example `v1/`. */
  basePath?: string;
  timeoutMs?: number;
}

/** Makes a signed-in caller. */
export function person(more: Partial<AuthenticatedCaller> = {}): AuthenticatedCaller {
  const id = more.id ?? 'auth0|6500000000000000000000b1';
  return {
    state: 'authenticated',
    id,
    scopes: ['openid', 'profile'],
    permissions: ['read:orders'],
    roles: ['customer'],
    claims: { iss: 'https://tenant.example/', sub: id, exp: 4_000_000_000 },
    tokenId: 'one',
    accessToken: 'header.payload.signature',
    ...more,
  };
}

export async function startServicesScene({
  auth = 'internal',
  basePath = '',
  timeoutMs = serviceTimeLimit,
}: SceneOptions = {}): Promise<ServicesScene> {
  const [orders, stock] = await Promise.all([startScriptedService(), startScriptedService()]);
  const lines: string[] = [];
  const logTo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = createLogger('info', logTo);
  const now = () => new Date();
  const keys = await SigningKeys.open({ folder: temporaryFolder(), now, log });
  const issuer = 'https://gateway.example/';
  const connections = createUpstream({ maxBodySize: maxServiceBodySize });
  const calls = serviceCalls(['orders', 'stock']);
  const servicesOf = requestServices(
    { orders: OrdersService, stock: OrdersService },
    {
      config: {
        orders: { url: orders.url + basePath, auth },
        stock: { url: stock.url + basePath, auth },
      },
      fetch: connections.fetch,
      timeoutMs,
      calls,
      internalTokens: new InternalTokens({ issuer: () => issuer, keys, now }),
      log,
    },
  );
  return {
    orders,
    stock,
    keys,
    issuer,
    request: ({ caller = person(), requestId = 'request-1', traceContext = {} } = {}) =>
      servicesOf({
        caller,
        requestId,
        traceContext,
        log: logFor(log, { requestId, clientIp: undefined }),
      }),
    log: () => lines.join(''),
    calls,
    close: async () => {
      await Promise.all([orders.close(), stock.close()]);
      await connections.close();
    },
  };
}
