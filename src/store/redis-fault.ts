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
  const { name = '', message = '' } = inWords(error);
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

/** The error of an attempt to connect at which no Sentinel has named a master. The message has what each of them has answered. */
export class NoMasterError extends Error {
  override name = 'NoMasterError';
  /** Whether every Sentinel has answered that it does not know the master. */
  readonly isUnknown: boolean;
  readonly isOverTls: boolean;

  constructor(answers: readonly string[], isOverTls: boolean) {
    super([...new Set(answers)].join('; '));
    this.isOverTls = isOverTls;
    this.isUnknown =
      answers.length > 0 && answers.every((answer) => answer.includes(unknownMaster));
  }
}

/** Words of a Sentinel that does not watch the master. */
const unknownMaster = 'No such master';

/** What the log says of a server that cannot be reached, by the words of the error. The first that fits counts. */
const hindrances: [RegExp, string][] = [
  [
    /self.signed certificate|unable to (verify the first|get (local )?issuer) certificate|certificate signature failure/,
    'no trusted authority has signed its certificate; set REDIS_CA_FILE to the certificate of its authority',
  ],
  [
    /does not match certificate's altnames/,
    'its certificate is for another host; connect by a host of the certificate (docs/sessions.md)',
  ],
  [/certificate has expired/, 'its certificate has expired; renew it'],
];

/** The same of Sentinels, of which none has named a master. */
const hindrancesOfSentinels: [RegExp, string][] = [
  [
    new RegExp(unknownMaster),
    'its Sentinels know no master of the name that REDIS_URL has in place of a host',
  ],
  [
    /NOAUTH|WRONGPASS|NOPERM/,
    'its Sentinels refuse the gateway; set REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD',
  ],
];

/** ioredis does not say why a Sentinel does not answer. */
function tellSilence({ isOverTls }: NoMasterError): string {
  return isOverTls
    ? 'no Sentinel answers over TLS; each needs a certificate for its host, from an authority that is trusted (REDIS_CA_FILE)'
    : 'no Sentinel answers';
}

function tellUnreachable(error: unknown): string {
  const { message = '' } = inWords(error);
  const isOfSentinels = error instanceof NoMasterError;
  const known = isOfSentinels ? hindrancesOfSentinels : hindrances;
  const [, why] = known.find(([pattern]) => pattern.test(message)) ?? [];
  const reason = why ?? (isOfSentinels ? tellSilence(error) : undefined);
  return reason ? `Redis cannot be reached: ${reason}` : 'Redis cannot be reached';
}

/** Reads any object, because errors of another realm (jest) are not `instanceof Error`. */
function inWords(error: unknown): Partial<Error> {
  return typeof error === 'object' && error !== null ? error : {};
}

/** A script that meets the ACL fails with a text of its own, in Redis 7.0 without `NOPERM`. */
function isForbidden(code: string, message: string): boolean {
  return code === 'NOPERM' || /ACL failure|user executing the script/.test(message);
}
