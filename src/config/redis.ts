import { z } from 'zod';
import { words } from './values.ts';
import { describeVariable as variable } from './variable-description.ts';

type Env = Record<string, string | undefined>;

/** A Redis server, and options for the connection. */
export interface RedisConfig {
  /**
   * URL with the scheme `redis:`, or `rediss:` for TLS. Contains the password. With `sentinels`, the host is the name of the
   * master.
   */
  url: string;
  /** One or more Sentinels that know the address of the master. Default: none, because the URL contains the address of Redis. */
  sentinels?: { addresses: { host: string; port: number }[]; username?: string; password?: string };
  /** Path of a PEM file with the certificates of trusted authorities. Default: those of the system. */
  caFile?: string;
}

/** Schema of a list of Sentinels, each `host` or `host:port`. Default port: 26379. */
const sentinelAddresses = words.transform((items, context) => {
  const found = items.map((item) => /^(\[[\da-fA-F:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/.exec(item));
  const addresses = found.map((match) => ({
    host: match?.[1]?.replace(/^\[|\]$/g, '') ?? '',
    port: Number(match?.[2] ?? 26_379),
  }));
  const isUsable = addresses.every(({ host, port }) => host !== '' && port > 0 && port <= 65_535);
  if (addresses.length > 0 && isUsable) return addresses;
  context.addIssue(
    'must be hosts such as sentinel-1.internal:26379,sentinel-2.internal:26379, without redis:// and password; for a password set REDIS_SENTINEL_PASSWORD',
  );
  return z.NEVER;
});

/** Variables about Redis, in the group `State and replicas`. */
export const redisVariables = {
  REDIS_URL: variable(
    z
      .url({
        protocol: /^rediss?$/,
        error: 'must be a redis:// or rediss:// URL such as rediss://:password@host:6379',
      })
      .optional(),
    {
      group: 'State and replicas',
      task: 'run several gateway processes',
      meaning:
        'The Redis in which all processes share their sessions. Set it for [more than one process](sessions.md#several-gateway-processes).',
      format:
        'a `redis://` or `rediss://` (TLS) URL with the password in it, and with `/2` at its end for database 2; with `REDIS_SENTINELS`, the name of the master in place of host and port',
      default: 'none; sessions are in `STATE_DIR`, for one process',
      whenWrong:
        'Unset: a logout at one process is unknown to the others. Unreachable: `refresh` answers `ServiceUnavailable`, and `/health/ready` answers 503, at once for a process that starts, after `STORE_GRACE` for one that runs.',
      example: 'rediss://:password@redis.internal:6379',
    },
  ),
  REDIS_SENTINELS: variable(sentinelAddresses.optional(), {
    group: 'State and replicas',
    task: 'let a Redis Sentinel choose which server is the master',
    meaning:
      'The Sentinels that know the address of the master, and make a replica the master when it is gone. `REDIS_URL` then has the name of the master in place of host and port, such as `redis://:password@mymaster`; its user, password and database are those of the master and of its replicas. With `rediss://` there, the Sentinels must speak TLS too. One Sentinel that answers suffices: it tells the others. [More](sessions.md#sentinel)',
    format:
      'hosts such as `sentinel-1.internal:26379`, separated by commas; the port is 26379 by default',
    default: 'none; `REDIS_URL` has the address of Redis',
    whenWrong:
      'A master that the Sentinels do not know stops the start. When no Sentinel answers, the log says `Redis cannot be reached: no Sentinel answers`; otherwise as for a Redis that is unreachable.',
    example: '',
  }),
  REDIS_SENTINEL_USERNAME: variable(z.string().optional(), {
    group: 'State and replicas',
    task: 'log in to Sentinels whose ACL has users',
    meaning:
      'The user at the Sentinels, where they ask for one. It needs `+sentinel|get-master-addr-by-name` and `+sentinel|sentinels`.',
    format: 'a text; requires `REDIS_SENTINEL_PASSWORD`',
    default: "the Sentinels' user `default`",
    whenWrong: 'The log says `Redis cannot be reached: its Sentinels refuse the gateway`.',
    example: '',
  }),
  REDIS_SENTINEL_PASSWORD: variable(z.string().optional(), {
    group: 'State and replicas',
    task: 'log in to Sentinels that ask for a password',
    meaning:
      'The password of the Sentinels, one for all. It is not that of Redis, which is in `REDIS_URL`.',
    format: 'a text',
    default: 'none',
    whenWrong: 'As for `REDIS_SENTINEL_USERNAME`.',
    example: '',
  }),
  REDIS_CA_FILE: variable(z.string().optional(), {
    group: 'State and replicas',
    task: 'connect to a Redis whose certificate an authority of your own has signed',
    meaning:
      'The file with the certificates of the authorities that sign the certificates of Redis and its Sentinels. No other authority is trusted there. Without `rediss://` in `REDIS_URL` there is no TLS, and the start fails.',
    format: 'the path of a file with certificates in PEM; read at the start',
    default: 'the authorities that Node.js trusts',
    whenWrong:
      'The log says `Redis cannot be reached: no trusted authority has signed its certificate`; otherwise as for a Redis that is unreachable. A file that cannot be read, or has no certificate, stops the start.',
    example: '/etc/gatehouse/redis-ca.pem',
  }),
};

/** Parsed values of {@link redisVariables}. */
type RedisEnvironment = z.output<z.ZodObject<typeof redisVariables>>;

/** Converts the variables to the configuration of Redis. `url` is the value of `REDIS_URL`. */
export function toRedisConfig(url: string, env: RedisEnvironment): RedisConfig {
  const { REDIS_SENTINELS: addresses, REDIS_CA_FILE: caFile } = env;
  const { REDIS_SENTINEL_USERNAME: username, REDIS_SENTINEL_PASSWORD: password } = env;
  return {
    url,
    ...(addresses && {
      sentinels: { addresses, ...(username && { username }), ...(password && { password }) },
    }),
    ...(caFile && { caFile }),
  };
}

/** Finds variables about Redis that contradict each other. Returns one line for each mistake. */
export function findRedisContradictions(env: Env): string[] {
  const { REDIS_URL, REDIS_SENTINELS } = env;
  const dependent = ['REDIS_CA_FILE', 'REDIS_SENTINELS'].filter((name) => env[name]);
  const ofSentinels = ['REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD'] as const;
  const mistakes = REDIS_SENTINELS
    ? []
    : ofSentinels
        .filter((name) => env[name])
        .map((name) => `REDIS_SENTINELS is missing: set it, or unset ${name}`);
  if (env[ofSentinels[0]] && !env[ofSentinels[1]]) {
    mistakes.push(`${ofSentinels[1]} is missing: set it, or unset ${ofSentinels[0]}`);
  }
  if (!REDIS_URL) {
    return [
      ...mistakes,
      ...dependent.map((name) => `REDIS_URL is missing: set it, or unset ${name}`),
    ];
  }
  if (env['REDIS_CA_FILE'] && !REDIS_URL.startsWith('rediss://')) {
    mistakes.push(
      'REDIS_CA_FILE is set, and REDIS_URL uses no TLS: write rediss:// in REDIS_URL, or unset REDIS_CA_FILE',
    );
  }
  if (REDIS_SENTINELS && !namesMaster(REDIS_URL)) {
    mistakes.push(
      'REDIS_URL must have the name of the master in place of a host, and no port, such as redis://mymaster: REDIS_SENTINELS is set, and the Sentinels know the address. For one Redis without Sentinels unset REDIS_SENTINELS',
    );
  }
  return mistakes;
}

function namesMaster(url: string): boolean {
  // An unreadable URL is reported elsewhere.
  if (!URL.canParse(url)) return true;
  const { hostname, port } = new URL(url);
  return hostname !== '' && port === '';
}
