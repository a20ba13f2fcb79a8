/** Reason why Redis does not carry out a command of this process. */
export interface RedisFault {
  /**
   * - `unreachable`: there is no connection, or no answer
   * - `refusesWrites`: Redis answers reads, but refuses the writes of every client now
   * - `isReadOnly`: the server is a read-only replica of another server
   * - `forbids`: the ACL of the user does not allow a command or a key
   * - `refuses`: Redis answers with any other error
   */
  kind: 'unreachable' | 'refusesWrites' | 'isReadOnly' | 'forbids' | 'refuses';
  /** Text for the log. Faults with the same text are equal. */
  line: string;
  /** Redis's name of the error, such as `OOM`. Undefined without an answer. */
  code?: string;
}

/** The gateway can never use this Redis. The message names the variable, and says what to set. */
export class UnusableRedisError extends Error {
  override name = 'UnusableRedisError';
}

const refusalsOfWrites = ['OOM', 'NOREPLICAS', 'MISCONF'];

/** Classifies the error of a command or a connection. */
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

/** Advice for an operator who has configured a Redis Cluster. */
export const insteadOfCluster =
  'set REDIS_URL to one Redis server, and REDIS_SENTINELS where a replica takes over its place';

/** No Sentinel has named a master during an attempt to connect. The message contains the answer of each Sentinel. */
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

/** Text in the answer of a Sentinel that does not watch the master. */
const unknownMaster = 'No such master';

/** Explanations for the log if the server cannot be reached. The first pattern that matches the error's message applies. */
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

/** Explanations for the log if no Sentinel names a master. The first pattern that matches the error's message applies. */
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

/** Explanation for Sentinels that do not answer, since ioredis does not say why. */
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

/** Reads the message of any object, because an error of another realm (as in jest) is not `instanceof Error`. */
function inWords(error: unknown): Partial<Error> {
  return typeof error === 'object' && error !== null ? error : {};
}

/** Whether the ACL forbids the command. For a script, Redis 7.0 answers with a text of its own without `NOPERM`. */
function isForbidden(code: string, message: string): boolean {
  return code === 'NOPERM' || /ACL failure|user executing the script/.test(message);
}
