import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RedisOptions } from 'ioredis';

/** A Redis server, and how to connect to it. */
export interface RedisServer {
  /** URL with the scheme `redis:`, or `rediss:` for TLS. Contains the password. */
  url: string;
  /** Certificates of the authorities that are trusted, PEM. Default: those of the system. */
  ca?: string | undefined;
}

/** Returns how ioredis connects to a server. */
export function connectionOptions({ url, ca }: RedisServer): Pick<RedisOptions, 'tls'> {
  return { ...(url.startsWith('rediss:') && { tls: { ca } }) };
}

/**
 * Reads the certificates of authorities from a file.
 *
 * @returns the text of the file, PEM
 * @throws `Error` for a file that has no certificate, or one that cannot be read; the error of reading, unchanged
 */
export async function readAuthorities(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g);
  if (!certificates) throw new Error('it has no certificate in PEM (-----BEGIN CERTIFICATE-----)');
  for (const certificate of certificates) new X509Certificate(certificate);
  return text;
}
