import { Writable } from 'node:stream';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { readConfig } from '../../src/config/config.ts';
import { startGateway, type GatewaySeams } from '../../src/gateway.ts';
import { services } from '../../src/services/services.ts';
import type { ScriptedAuth0 } from './scripted-auth0.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { unusedServices } from './unused-services.ts';

/** Answer to a GraphQL request, with its HTTP status and headers. */
export interface GraphQLAnswer<Data> {
  status: number;
  headers: Headers;
  data: Data | null | undefined;
  errors: { message: string; path?: string[]; extensions: Record<string, unknown> }[] | undefined;
  text: string;
}

export interface RequestOptions {
  variables?: unknown;
  /** Token that is sent as `Authorization: Bearer …`. */
  token?: string | undefined;
  headers?: Record<string, string>;
}

/** A real gateway on a free port. Its log is in memory. */
export interface TestGateway {
  url: string;
  hookUrl: string | undefined;
  metricsUrl: string | undefined;
  /** Returns all log lines so far, parsed. */
  log: () => Record<string, unknown>[];
  /** Returns the log as text. */
  logText: () => string;
  request: <Data = Record<string, unknown>>(
    document: string | TypedDocumentNode<Data, never>,
    options?: RequestOptions,
  ) => Promise<GraphQLAnswer<Data>>;
  close: () => Promise<void>;
}

export async function startTestGateway(
  env: Record<string, string>,
  seams: GatewaySeams = {},
): Promise<TestGateway> {
  const lines: string[] = [];
  const logTo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config = readConfig(
    {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      SHUTDOWN_DELAY: '0',
      STATE_DIR: temporaryFolder(),
      ...unusedServices(env),
      ...env,
    },
    Object.keys(services),
  );
  const { url, hookUrl, metricsUrl, close } = await startGateway(config, { logTo, ...seams });
  return {
    url,
    hookUrl,
    metricsUrl,
    close,
    logText: () => lines.join(''),
    log: () =>
      lines
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    request: async (document, { variables, token, headers } = {}) => {
      const query = typeof document === 'string' ? document : print(document);
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data, errors } = JSON.parse(text) as Pick<GraphQLAnswer<never>, 'data' | 'errors'>;
      return { status: response.status, headers: response.headers, data, errors, text };
    },
  };
}

/** Starts a gateway in front of a scripted issuer. */
export function gatewayBefore(
  auth0: ScriptedAuth0,
  env: Record<string, string> = {},
  seams: GatewaySeams = {},
): Promise<TestGateway> {
  return startTestGateway(
    {
      AUTH0_DOMAIN: auth0.issuer,
      AUTH0_CLIENT_ID: auth0.clientId,
      AUTH0_CLIENT_SECRET: 'test-secret',
      AUTH0_AUDIENCE: auth0.audience,
      ...env,
    },
    seams,
  );
}
