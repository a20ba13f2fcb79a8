/** Why a command of this process does not work at Redis. */
export interface RedisFault {
  /**
   * - `unreachable`: no connection, or no answer
   * - `refusesWrites`: Redis answers reads, and takes writes from no client now
   * - `isReadOnly`: the server is a read-only replica of another one
   * - `forbids`: the ACL of the user lacks a command or a key
   * - `refuses`: any other error that Redis answers with
   */
  kind: 'unreachable' | 'refusesWrites' | 'isReadOnly' | 'forbids' | 'refuses';
  /** What the log says. Two faults with one line are the same. */
  line: string;
  /** Redis's name of the error, such as `OOM`. Undefined without an answer. */
  code?: string;
}

/** Thrown for a Redis that can never be used, however long the gateway waits. The message names the variable, and says what to set. */
export class UnusableRedisError extends Error {
  override name = 'UnusableRedisError';
}

const refusalsOfWrites = ['OOM', 'NOREPLICAS', 'MISCONF'];

/** Tells what the error of a command, or of a connection, means. */
export function faultOf(error: unknown): RedisFault {
  const { name = '', message = '' } = error instanceof Error ? error : {};
  if (name !== 'ReplyError') return { kind: 'unreachable', line: tellUnreachable(error) };
  const [, code = 'ERR'] = /^([A-Z]+)\b/.exec(message) ?? [];
  if (refusalsOfWrites.includes(code)) {
    return { kind: 'refusesWrites', code, line: `Redis refuses writes: ${code}` };
  }
  if (code === 'READONLY') {
    const line = 'Redis is a read-only replica (READONLY); connecting anew';
    return { kind: 'isReadOnly', code, line };
  }
  if (code === 'MOVED' || code === 'CLUSTERDOWN') {
    const line = `Redis is a Cluster (${code}), which the gateway does not use; ${insteadOfCluster}`;
    return { kind: 'refuses', code, line };
  }
  if (isForbidden(code, message)) {
    const line =
      'Redis forbids a command to this user (NOPERM); docs/sessions.md lists what the ACL must allow';
    return { kind: 'forbids', code: 'NOPERM', line };
  }
  return { kind: 'refuses', code, line: `Redis refuses commands: ${code}` };
}

/** What to use where a Redis Cluster is no choice. */
export const insteadOfCluster =
  'set REDIS_URL to one Redis server, and REDIS_SENTINELS where a replica takes over its place';

/** OpenSSL's names for a certificate that no trusted authority has signed. */
const untrusted = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE', // of another authority with the same name
];

function tellUnreachable(error: unknown): string {
  const { code = '' } = (error ?? {}) as { code?: string };
  const line = 'Redis cannot be reached';
  if (untrusted.includes(code)) {
    return `${line}: no trusted authority has signed its certificate (${code}); set REDIS_CA_FILE to the certificate of its authority`;
  }
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `${line}: its certificate is for another host (${code}); name a host of the certificate in REDIS_URL`;
    case 'CERT_HAS_EXPIRED':
      return `${line}: its certificate has expired (${code}); renew it`;
    default:
      return line;
  }
}

/** A script that meets the ACL fails with a text of its own, in Redis 7.0 without `NOPERM`. */
function isForbidden(code: string, message: string): boolean {
  return code === 'NOPERM' || /ACL failure|user executing the script/.test(message);
}
