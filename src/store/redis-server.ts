import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Address of a Redis server, and options for the connection. */
export interface RedisServer {
  /**
   * URL with the scheme `redis:`, or `rediss:` for TLS (also to the Sentinels). Contains the password. With Sentinels, the host
   * is the name of the master, and there is no port.
   */
  url: string;
  /** Sentinels that know the address of the master. Default: none, because the URL contains the address of Redis. */
  sentinels?: Sentinels | undefined;
  /** PEM certificates of the trusted authorities. Default: those of the system. */
  ca?: string | undefined;
}

/** Redis Sentinels: servers that watch a master and its replicas, and promote a replica if the master fails. */
export interface Sentinels {
  /** Addresses of one or more Sentinels. The gateway learns the addresses of the others from them. */
  addresses: readonly { host: string; port: number }[];
  username?: string | undefined;
  password?: string | undefined;
}

/**
 * Returns the connection options for ioredis. With Sentinels, each attempt to connect asks them for the master, and accepts a
 * server only if it confirms that it is a master.
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

/** Returns the name of the master from a URL. The name may contain characters that a host name cannot. */
function masterName(url: string): string {
  return decodeURIComponent(new URL(url).hostname);
}

/**
 * Reads the certificates of trusted authorities from a file.
 *
 * @returns the text of the file, in PEM
 * @throws `Error` for a file without a readable certificate; the error of the file system, unchanged
 */
export async function readAuthorities(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g);
  if (!certificates) throw new Error('it has no certificate in PEM (-----BEGIN CERTIFICATE-----)');
  for (const certificate of certificates) new X509Certificate(certificate);
  return text;
}
