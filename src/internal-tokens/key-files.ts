import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { writeAtomically } from '../store/atomic-file.ts';

/** A key pair of the gateway. */
export interface KeyPair {
  /** Id of the key: its JWK thumbprint (RFC 7638). */
  kid: string;
  createdAt: Date;
  privateKey: CryptoKey;
  /** The public key as services receive it, with `kid`, `use` and `alg`. */
  publicJwk: JWK;
}

const alg = 'ES256';
const extension = '.json';

/**
 * Creates an ES256 key pair, and saves it in a file of the folder that only the owner may read. Writes the file atomically,
 * because other processes read the folder too.
 */
export async function createKeyPair(folder: string, createdAt: Date): Promise<void> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  await writeAtomically(keyFile(folder, kid), JSON.stringify({ createdAt, jwk }));
}

/**
 * Reads all key pairs in the folder. Returns none if the folder is missing.
 *
 * @throws the file system's error, unchanged; `Error` that names a file without a key pair
 */
export async function readKeyPairs(folder: string): Promise<KeyPair[]> {
  const names = await readdir(folder).catch(emptyIfMissing);
  const files = names.filter((name) => name.endsWith(extension));
  const pairs = await Promise.all(files.map((name) => readKeyPair(join(folder, name))));
  return pairs.filter((pair) => pair !== undefined);
}

/** Deletes the file of a key pair. Does nothing if the file no longer exists. */
export function removeKeyPair(folder: string, { kid }: KeyPair): Promise<void> {
  return rm(keyFile(folder, kid), { force: true });
}

/**
 * Reads a key pair from its file.
 *
 * @returns undefined if another process has just removed the file
 */
async function readKeyPair(file: string): Promise<KeyPair | undefined> {
  const text = await readFile(file, 'utf8').catch(emptyIfMissing);
  if (typeof text !== 'string') return undefined;
  try {
    const { createdAt, jwk } = JSON.parse(text) as { createdAt: string; jwk: JWK };
    return await toKeyPair({ createdAt: new Date(createdAt), jwk });
  } catch (cause) {
    throw new Error(`${file} holds no key pair`, { cause });
  }
}

async function toKeyPair({ createdAt, jwk }: { createdAt: Date; jwk: JWK }): Promise<KeyPair> {
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y } as JWK;
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateKey = (await importJWK(jwk, alg)) as CryptoKey;
  if (privateKey.type !== 'private' || Number.isNaN(createdAt.getTime())) {
    throw new Error('a private key or the time when it was made is missing');
  }
  return { kid, createdAt, privateKey, publicJwk: { ...publicJwk, kid, use: 'sig', alg } };
}

function keyFile(folder: string, kid: string): string {
  return join(folder, `${kid}${extension}`);
}

function emptyIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
