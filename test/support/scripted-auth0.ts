import { createPublicKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { present } from './present.ts';
import { sharedRsaKeys } from './rsa-keys.ts';

/** A request as it arrived. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  form: URLSearchParams;
}

/** An answer, or a function that writes any answer. */
export type Answer =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | ((response: ServerResponse, request: SeenRequest) => void);

/** An issuer that answers as a test tells it to, with real keys and real signed tokens. */
export interface ScriptedAuth0 {
  issuer: string;
  audience: string;
  clientId: string;
  kid: string;
  privateKey: KeyObject;
  publicJwk: Record<string, unknown>;
  requests: SeenRequest[];
  /** Returns the requests to one path. */
  seen: (path: string) => SeenRequest[];
  /** Sets the answer of a path, for example `/oauth/token`, until the next call. */
  answer: (path: string, answer: Answer) => void;
  /** Makes a valid access token, with the given differences. `undefined` removes a claim. */
  accessToken: (
    claims?: Record<string, unknown>,
    header?: Record<string, unknown>,
  ) => Promise<string>;
  idToken: (claims?: Record<string, unknown>) => Promise<string>;
  /** Makes a token response as Auth0's, with new tokens. */
  tokens: (more?: Record<string, unknown>) => Promise<Record<string, unknown>>;
  close: () => Promise<void>;
}

export const testUser = 'auth0|6500000000000000000000a1';

const privateKey = present(sharedRsaKeys()[0]);

export async function startScriptedAuth0(): Promise<ScriptedAuth0> {
  const kid = 'scripted-key-1';
  const publicJwk = {
    ...createPublicKey(privateKey).export({ format: 'jwk' }),
    kid,
    use: 'sig',
    alg: 'RS256',
  };
  const answers = new Map<string, Answer>();
  const requests: SeenRequest[] = [];

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const path = (incoming.url ?? '').split('?')[0] ?? '';
      const seen = {
        method: incoming.method ?? '',
        path,
        headers: incoming.headers,
        body,
        form: new URLSearchParams(body),
      };
      requests.push(seen);
      write(answers.get(path) ?? { status: 404, json: { error: 'not scripted' } }, response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const audience = 'https://api.test.example';
  const clientId = 'test-client';

  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
    new SignJWT(withoutUndefined(claims))
      .setProtectedHeader(withoutUndefined({ alg: 'RS256', typ: 'JWT', kid, ...header }) as never)
      .sign(privateKey);
  const seconds = () => Math.floor(Date.now() / 1000);

  const auth0: ScriptedAuth0 = {
    issuer,
    audience,
    clientId,
    kid,
    privateKey,
    publicJwk,
    requests,
    seen: (path) => requests.filter((request) => request.path === path),
    answer: (path, answer) => {
      answers.set(path, answer);
    },
    accessToken: (claims = {}, header = {}) =>
      sign(
        {
          iss: issuer,
          sub: testUser,
          aud: [audience, `${issuer}userinfo`],
          iat: seconds(),
          exp: seconds() + 86_400,
          azp: clientId,
          scope: 'openid profile email offline_access',
          gty: 'password',
          permissions: [],
          'https://gatehouse.example/roles': [],
          'https://gatehouse.example/password_changed_at': '2020-01-01T00:00:00.000Z',
          ...claims,
        },
        header,
      ),
    idToken: (claims = {}) =>
      sign({
        email: 'user@example.com',
        email_verified: true,
        iss: issuer,
        sub: testUser,
        aud: clientId,
        iat: seconds(),
        exp: seconds() + 36_000,
        ...claims,
      }),
    tokens: async (more = {}) => ({
      access_token: await auth0.accessToken(),
      refresh_token: 'refresh-token-1',
      id_token: await auth0.idToken(),
      scope: 'openid profile email offline_access',
      expires_in: 86_400,
      token_type: 'Bearer',
      ...more,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  auth0.answer('/.well-known/openid-configuration', {
    json: { issuer, jwks_uri: `${issuer}.well-known/jwks.json` },
  });
  auth0.answer('/.well-known/jwks.json', { json: { keys: [publicJwk] } });
  return auth0;
}

function write(answer: Answer, response: ServerResponse, request: SeenRequest): void {
  if (typeof answer === 'function') {
    answer(response, request);
    return;
  }
  const { status = 200, headers = {}, json, text = '' } = answer;
  const type = json === undefined ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(json === undefined ? text : JSON.stringify(json));
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
