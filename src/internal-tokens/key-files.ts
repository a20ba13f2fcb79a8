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

/** A key pair of the gateway's own. */
export interface KeyPair {
  /** RFC 7638 thumbprint. */
  kid: string;
  createdAt: Date;
  privateKey: CryptoKey;
  /** As it is published: `kid`, `use` and `alg` with it. */
  publicJwk: JWK;
}

const alg = 'ES256';
const extension = '.json';

/**
 * Makes an ES256 key pair and keeps it in the folder, in a file that the owner alone may read. The file is there as a whole
 * or not at all: other processes look into the folder too.
 */
export async function createKeyPair(folder: string, createdAt: Date): Promise<void> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  await writeAtomically(fileOf(folder, kid), JSON.stringify({ createdAt, jwk }));
}

/**
 * All key pairs of the folder.
 *
 * @throws what reading fails with, unchanged; `Error` naming a file that holds no key pair
 */
export async function readKeyPairs(folder: string): Promise<KeyPair[]> {
  const names = await readdir(folder).catch(noneWhenMissing);
  const files = names.filter((name) => name.endsWith(extension));
  const pairs = await Promise.all(files.map((name) => readKeyPair(join(folder, name))));
  return pairs.filter((pair) => pair !== undefined);
}

/** Removes a key pair for good; one that is gone already is no error. */
export function removeKeyPair(folder: string, { kid }: KeyPair): Promise<void> {
  return rm(fileOf(folder, kid), { force: true });
}

/** Undefined for a file that another process has just removed. */
async function readKeyPair(file: string): Promise<KeyPair | undefined> {
  const text = await readFile(file, 'utf8').catch(noneWhenMissing);
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

function fileOf(folder: string, kid: string): string {
  return join(folder, `${kid}${extension}`);
}

function noneWhenMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
