import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encoded } from './raw-jws.ts';

/** Members of a header or of claims that replace the default ones. `undefined` removes a member. */
export type Members = Record<string, unknown>;

/** A key pair that signs internal tokens. */
export interface InternalKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: Record<string, unknown>;
}

/** A stand-in for the gateway, as services see it: a key set, and tokens signed with its keys. */
export interface InternalIssuer {
  /** URL with a trailing slash. It is `iss` of the tokens. */
  url: string;
  /** The published keys. The first one signs. */
  keys: InternalKey[];
  /** While true, requests for the key set get no answer. */
  isDown: boolean;
  /** Returns how often the key set was requested. */
  fetches: () => number;
  /** Makes a valid token for the `orders` service, with the given differences. */
  token: (claims?: Members, header?: Members) => string;
  close: () => Promise<void>;
}

/**
 * Starts the stand-in.
 *
 * @param host - host at which it listens, and which its tokens name
 * @param port - 0 takes a free one
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

/** Makes the header of an internal token, as the gateway does. */
export function internalHeader({ kid }: { kid: string }): Members {
  return { alg: 'ES256', typ: 'internal+jwt', kid };
}

/** Makes the claims of an internal token, as the gateway does for a customer. They are valid for a minute. */
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

/**
 * Signs a compact JWS over any header and payload. Uses ECDSA for an EC key and RSASSA-PKCS1-v1_5 for an RSA key, regardless of the
 * header.
 */
export function signedJws(header: unknown, payload: unknown, key: KeyObject): string {
  const signingInput = `${encoded(header)}.${encoded(payload)}`;
  const signature = sign('sha256', Buffer.from(signingInput), { key, dsaEncoding: 'ieee-p1363' });
  return `${signingInput}.${signature.toString('base64url')}`;
}
