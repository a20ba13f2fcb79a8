import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A Redis server, and how to connect to it. */
export interface RedisServer {
  /**
   * URL with the scheme `redis:`, or `rediss:` for TLS, also to the Sentinels. Contains the password. With Sentinels its host is the
   * name of the master, and it has no port.
   */
  url: string;
  /** The Sentinels, which know the address of the master. Default: the URL has the address of Redis. */
  sentinels?: Sentinels | undefined;
  /** Certificates of the authorities that are trusted, PEM. Default: those of the system. */
  ca?: string | undefined;
}

/** Redis Sentinels: servers that watch a master and its replicas, and make a replica the master when the master is gone. */
export interface Sentinels {
  /** At least one. The others are asked from it. */
  addresses: readonly { host: string; port: number }[];
  username?: string | undefined;
  password?: string | undefined;
}

/**
 * Returns how ioredis connects to a server. With Sentinels it asks them for the master at each attempt to connect, and takes a server
 * only if that server calls itself a master.
 */
export function connectionOptions({ url, sentinels, ca }: RedisServer) {
  const tls = url.startsWith('rediss:') ? { ca } : undefined;
  return {
    ...(tls && { tls }),
    ...(sentinels && {
      name: masterName(url),
      sentinels: [...sentinels.addresses],
      ...(sentinels.username && { sentinelUsername: sentinels.username }),
      ...(sentinels.password && { sentinelPassword: sentinels.password }),
      ...(tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
    }),
  };
}

/** Returns the name of the master that a URL names. It may have characters that no host has. */
function masterName(url: string): string {
  return decodeURIComponent(new URL(url).hostname);
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
