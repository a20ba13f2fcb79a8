import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encoded } from './raw-jws.ts';

/** Of a header or of claims; `undefined` takes one away. */
export type Members = Record<string, unknown>;

/** A key of the gateway's. */
export interface InternalKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: Record<string, unknown>;
}

/** What services know of the gateway: a key set, and tokens signed with its keys. */
export interface InternalIssuer {
  /** With its trailing slash; `iss` of the tokens. */
  url: string;
  /** Published, all of them; the first signs. */
  keys: InternalKey[];
  /** While true, nobody who asks for the key set gets an answer. */
  isDown: boolean;
  /** How often the key set was asked for. */
  fetches: () => number;
  /** A valid token for the `orders` service; what is given differs from it. */
  token: (claims?: Members, header?: Members) => string;
  close: () => Promise<void>;
}

/**
 * @param host - where it listens, and what its tokens call it
 * @param port - 0: a free one
 */
export async function startInternalIssuer(host = '127.0.0.1', port = 0): Promise<InternalIssuer> {
  let fetches = 0;
  const server = createServer((request, response) => {
    fetches++;
    if (issuer.isDown) {
      request.destroy();
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: issuer.keys.map(({ publicJwk }) => publicJwk) }));
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}/`;
  const issuer: InternalIssuer = {
    url,
    keys: [internalKey('internal-1')],
    isDown: false,
    fetches: () => fetches,
    token: (claims = {}, header = {}) => {
      const [key] = issuer.keys;
      if (!key) throw new Error('no key signs');
      const payload = { ...internalClaims(url), ...claims };
      return signedJws({ ...internalHeader(key), ...header }, payload, key.privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return issuer;
}

export function internalKey(kid: string): InternalKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
  return { kid, privateKey, publicJwk };
}

/** As the gateway writes it. */
export function internalHeader({ kid }: { kid: string }): Members {
  return { alg: 'ES256', typ: 'internal+jwt', kid };
}

/** As the gateway writes them for a customer; for the next minute. */
export function internalClaims(iss: string): Members {
  const iat = Math.floor(Date.now() / 1000);
  return {
    iss,
    aud: 'orders',
    sub: 'auth0|6500000000000000000000b1',
    scope: 'openid profile',
    permissions: ['read:orders', 'write:orders'],
    roles: ['customer'],
    txn: 'request-1',
    iat,
    exp: iat + 60,
  };
}

/** A compact JWS over what is given, whatever the header says: ECDSA for an EC key, RSASSA-PKCS1-v1_5 for an RSA key. */
export function signedJws(header: unknown, payload: unknown, key: KeyObject): string {
  const signingInput = `${encoded(header)}.${encoded(payload)}`;
  const signature = sign('sha256', Buffer.from(signingInput), { key, dsaEncoding: 'ieee-p1363' });
  return `${signingInput}.${signature.toString('base64url')}`;
}
