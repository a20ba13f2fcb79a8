import { z } from 'zod';
import { auditVariables } from './audit-variables.ts';
import {
  addressHeader,
  domain,
  flag,
  isOrigin,
  isRange,
  namesServer,
  oneOrTwoSecrets,
  port,
  proxyUrl,
  realms,
  required,
  seconds,
  secondsOrForever,
  url,
  words,
} from './values.ts';
import { mailVariables } from './mail.ts';
import { redisVariables } from './redis.ts';
import { sessionVariables } from './session-variables.ts';
import { describeVariable as variable } from './variable-description.ts';

/** Log levels, with pino's names. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const asymmetricAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256'];

const auth0 = {
  AUTH0_DOMAIN: variable(domain, {
    group: 'Auth0',
    task: 'name the tenant',
    meaning:
      'The host of your Auth0 tenant, or its custom domain where tokens are issued under one.',
    format:
      'a host name, without `https://`; a tenant on loopback may be `http://localhost:4010`, or a name under `localhost`',
    default: 'none; required, but in development, where the local tenant takes its place',
    whenWrong:
      '`login` answers `ServiceUnavailable`, and valid tokens are refused as `WRONG_ISSUER`. The log says that Auth0 cannot be reached, or has no such endpoint.',
    example: '',
    isEssential: true,
  }),
  AUTH0_CLIENT_ID: variable(required, {
    group: 'Auth0',
    task: 'name the application',
    meaning: 'The client ID of the confidential application (Regular Web Application).',
    format: 'text',
    default: 'none; required with `AUTH0_DOMAIN`',
    whenWrong:
      '`login` answers `ServiceUnavailable`; the log says `Auth0 refuses our client credentials`.',
    example: '',
    isEssential: true,
  }),
  AUTH0_CLIENT_SECRET: variable(required, {
    group: 'Auth0',
    task: 'authenticate the application',
    meaning:
      "That application's secret. After a change, the gateway no longer knows the saved keys of Auth0, nor, unless `STATE_SECRETS` says otherwise, earlier refresh tokens.",
    format: 'text',
    default: 'none; required with `AUTH0_DOMAIN`',
    whenWrong:
      "As for `AUTH0_CLIENT_ID`. In production, the local tenant's secret stops the start, because it is public.",
    example: '',
    isEssential: true,
  }),
  AUTH0_AUDIENCE: variable(required, {
    group: 'Auth0',
    task: 'name the API',
    meaning: 'The Identifier of the API that access tokens are for, character by character.',
    format: 'text, usually a URL such as `https://api.example.com`',
    default: 'none; required with `AUTH0_DOMAIN`',
    whenWrong:
      '`login` answers `ServiceUnavailable`, and valid tokens are refused as `WRONG_AUDIENCE`. The log says `AUTH0_AUDIENCE names no API of this tenant`.',
    example: '',
    isEssential: true,
  }),
  AUTH0_CONNECTION: variable(z.string().trim().default('Username-Password-Authentication'), {
    group: 'Auth0',
    task: 'choose the database connection',
    meaning:
      "The database connection of sign-up, login and password reset. Set it to nothing (`AUTH0_CONNECTION=`) for the tenant's default directory: login works there, sign-up and password reset do not.",
    format: "a connection's name",
    whenWrong:
      '`login` answers `ServiceUnavailable`; the log says that the application cannot use the connection.',
    example: 'Username-Password-Authentication',
    isEssential: true,
  }),
  AUTH0_REALMS: variable(realms.optional(), {
    group: 'Auth0',
    task: 'use several connections',
    meaning:
      'Several connections in place of `AUTH0_CONNECTION`. Clients choose one by its realm name.',
    format: '`name:connection` pairs, separated by commas',
    default: 'none; there is one realm, `default`, with `AUTH0_CONNECTION`',
    whenWrong: 'As for `AUTH0_CONNECTION`, in that realm alone.',
    example: 'employees:employees-db,customers:customers-db',
  }),
  AUTH0_MANAGEMENT_CLIENT_ID: variable(required.optional(), {
    group: 'Auth0',
    task: 'let users change their password',
    meaning:
      'The client ID of a Machine to Machine application that may call the Management API. `changePassword`, `reauthenticate`, `resendVerificationEmail`, `capabilities` and a password reset by username need it.',
    format: 'text',
    default:
      'none; those operations answer `ServiceUnavailable`, and most of `capabilities` is null',
    whenWrong:
      'The same as unset; the log says `Auth0 refuses our machine-to-machine application`.',
    example: '',
  }),
  AUTH0_MANAGEMENT_CLIENT_SECRET: variable(required.optional(), {
    group: 'Auth0',
    task: 'authenticate at the Management API',
    meaning: "That application's secret.",
    format: 'text',
    default: 'none; required with `AUTH0_MANAGEMENT_CLIENT_ID`',
    whenWrong:
      "As for `AUTH0_MANAGEMENT_CLIENT_ID`. In production, the local tenant's secret stops the start.",
    example: '',
  }),
  AUTH0_HOOK_SECRET: variable(oneOrTwoSecrets.optional(), {
    group: 'Auth0',
    task: 'hear at once of a password changed elsewhere',
    meaning:
      "The secret with which Auth0's [post-change-password Action](connect-auth0.md#the-second-action) signs its calls of `POST /hooks/auth0`. To change it, set both, change the Action's, then set the new one alone.",
    format: 'a text of at least 32 characters; two, separated by a comma, while you change it',
    default: 'none; `POST /hooks/auth0` answers 404',
    whenWrong:
      "The hook answers 401, which the Action's own log shows: a change of password elsewhere ends earlier sessions no sooner than at the user's next login or at their next refresh. In production, the local tenant's secret stops the start.",
    example: '',
  }),
  AUTH0_TENANT_DOMAIN: variable(domain.optional(), {
    group: 'Auth0',
    task: 'use a custom domain',
    meaning:
      "The tenant's canonical domain, which the Management API answers at. Set it where `AUTH0_DOMAIN` is a custom domain.",
    format: 'a host name, as for `AUTH0_DOMAIN`',
    default: '`AUTH0_DOMAIN`',
    whenWrong: 'As for `AUTH0_MANAGEMENT_CLIENT_ID`.',
    example: 'team.eu.auth0.com',
  }),
};

const tokens = {
  AUTH0_SCOPES: variable(
    words
      .refine((scopes) => scopes.length > 0, {
        error: 'must name at least one scope, such as openid',
      })
      .default(['openid', 'profile', 'email', 'offline_access']),
    {
      group: 'Tokens and claims',
      task: 'choose what a login asks for',
      meaning:
        'The scopes that a login asks for. A client may ask for fewer, and never for others.',
      format: 'scopes, separated by spaces or commas',
      whenWrong:
        'Without `offline_access` there are no refresh tokens, without `openid` no ID tokens. The log says `Auth0 refuses the requested scopes` where Auth0 does.',
      example: 'openid profile email offline_access',
    },
  ),
  AUTH0_ALLOWED_CLIENTS: variable(words.optional(), {
    group: 'Tokens and claims',
    task: 'accept tokens of other applications',
    meaning:
      'The client IDs whose access tokens the gateway accepts (`azp` or `client_id` of the token). List your own, too.',
    format: 'client IDs, separated by commas',
    default: '`AUTH0_CLIENT_ID` alone',
    whenWrong:
      'Tokens of a client that is missing are refused as `WRONG_CLIENT`. Without your own, `login` answers `ServiceUnavailable`.',
    example: 'client-id-of-the-gateway,client-id-of-another',
  }),
  AUTH0_SIGNING_ALGORITHMS: variable(
    words
      .refine(
        (names) => names.length > 0 && names.every((name) => asymmetricAlgorithms.includes(name)),
        { error: `must list one or more of ${asymmetricAlgorithms.join(' ')}` },
      )
      .default(['RS256']),
    {
      group: 'Tokens and claims',
      task: 'accept another signing algorithm',
      meaning: 'The algorithms with which access and ID tokens may be signed.',
      format: `one or more of \`${asymmetricAlgorithms.join(' ')}\``,
      whenWrong:
        'Tokens are refused as `UNSUPPORTED_ALGORITHM`. `login` answers `ServiceUnavailable`, and the log names the setting at Auth0.',
      example: 'RS256',
    },
  ),
  ROLES_CLAIM: variable(required.default('https://gatehouse.example/roles'), {
    group: 'Tokens and claims',
    task: 'rename the claim of roles',
    meaning: "The access token's claim that holds the user's roles. The post-login Action sets it.",
    format: 'the name of a claim, as the Action writes it',
    whenWrong:
      '`roles` is empty, and `@requiresRoles` answers `FORBIDDEN`. The log says once that the access token carries no roles.',
    example: 'https://gatehouse.example/roles',
  }),
  EMAIL_CLAIM: variable(required.default('https://gatehouse.example/email'), {
    group: 'Tokens and claims',
    task: 'rename the claim of e-mail addresses',
    meaning:
      "The access token's claim that holds the user's e-mail address. `<EMAIL_CLAIM>_verified` says whether it is verified.",
    format: 'the name of a claim, as the Action writes it',
    whenWrong: 'The gateway asks `/userinfo` for the address, which Auth0 limits per user.',
    example: 'https://gatehouse.example/email',
  }),
  PASSWORD_CLAIM: variable(required.default('https://gatehouse.example/password_changed_at'), {
    group: 'Tokens and claims',
    task: 'rename the claim of the latest change of password',
    meaning:
      "The access token's claim that tells when the user's password was last changed. [A change anywhere](sessions.md#a-password-changed-anywhere) then ends what is from before it.",
    format: 'the name of a claim, as the Action writes it',
    whenWrong:
      'A password changed by mail or by an administrator ends earlier sessions only with the post-change-password Action. The log says once that the access token does not tell.',
    example: 'https://gatehouse.example/password_changed_at',
  }),
  REQUIRE_VERIFIED_EMAIL: variable(flag.default(false), {
    group: 'Tokens and claims',
    task: 'refuse logins before the address is verified',
    meaning: 'Whether a user gets a session only after their e-mail address is verified.',
    format: '`true` or `false`',
    whenWrong:
      'With `true`, `login` answers `EmailNotVerified` to users whose address is not verified.',
    example: 'true',
  }),
  JWKS_MAX_AGE: variable(
    seconds.refine((age) => age >= 60, { error: 'must be at least 60 seconds' }).default(86_400),
    {
      group: 'Tokens and claims',
      task: "survive a longer outage of Auth0's keys",
      meaning:
        "The time for which Auth0's keys verify tokens after the last successful fetch. [Outages](outages.md) weighs the two risks.",
      format: 'whole seconds, at least 60',
      default: '24 hours',
      whenWrong:
        'Too short: an outage of Auth0 soon turns guarded fields into `SERVICE_UNAVAILABLE`. Too long: the gateway believes a key that Auth0 has revoked for as long as it cannot fetch.',
      example: '86400',
    },
  ),
  JWKS_FILE: variable(required.optional(), {
    group: 'Tokens and claims',
    task: 'start during an outage of Auth0',
    meaning:
      "A copy of Auth0's key set that you downloaded. The gateway uses it when it can neither fetch keys nor find saved ones.",
    format: 'the path of a JSON file',
    default: 'none',
    whenWrong: 'A file that cannot be read, or has no usable key, stops the start.',
    example: '/etc/gatehouse/jwks.json',
  }),
  JWKS_FILE_ONLY: variable(flag.default(false), {
    group: 'Tokens and claims',
    task: 'never fetch keys from Auth0',
    meaning:
      'Whether `JWKS_FILE` is the only source of keys. Then you have to [keep the file up to date](outages.md#keys-that-you-bring).',
    format: '`true` or `false`; `true` requires `JWKS_FILE`',
    whenWrong:
      'With an outdated file, new tokens are refused as `BAD_SIGNATURE`, and `login` answers `ServiceUnavailable`.',
    example: 'true',
  }),
};

const network = {
  HOST: variable(required.default('localhost'), {
    group: 'Network and proxies',
    task: 'listen on another address',
    meaning:
      'The address to listen on, also for the metrics and the local tenant. In a container, set `0.0.0.0`.',
    format: 'an IP address or a host name',
    whenWrong:
      'With `localhost`, only programs on the same machine reach the gateway. An address that does not exist stops the start.',
    example: '0.0.0.0',
  }),
  PORT: variable(port.default(4000), {
    group: 'Network and proxies',
    task: 'listen on another port',
    meaning: 'The TCP port of the gateway. `0` lets the system choose one.',
    format: 'a port number from 0 to 65535',
    whenWrong: 'A port that is in use stops the start.',
    example: '4000',
  }),
  TRUSTED_PROXIES: variable(
    words
      .refine((ranges) => ranges.every(isRange), {
        error: 'must be IP addresses or CIDR ranges such as 10.0.0.0/8, separated by commas',
      })
      .default([]),
    {
      group: 'Network and proxies',
      task: 'run behind a load balancer or reverse proxy',
      meaning:
        "The proxies in front of the gateway whose `X-Forwarded-For` it believes. It takes the user's own IP address from there and forwards it to Auth0.",
      format: 'IP addresses or CIDR ranges, separated by commas',
      default: '`X-Forwarded-For` is then ignored',
      whenWrong:
        "Too few: all users share the proxy's address, and Auth0 blocks them together; the log names each such proxy once. Too many: a client can invent its address and escape Auth0's limits.",
      example: '10.0.0.0/8',
      isEssential: true,
    },
  ),
  CLIENT_IP_HEADER: variable(addressHeader.default('X-Forwarded-For'), {
    group: 'Network and proxies',
    task: "name another header with the user's address",
    meaning:
      "The header in which your proxies send the user's IP address, such as `CF-Connecting-IP` or `X-Real-IP`. The gateway reads it from `TRUSTED_PROXIES` alone. `X-Forwarded-For` may list several addresses, every other header holds one.",
    format: 'the name of a header; `Forwarded` is not supported',
    whenWrong:
      "A header that the proxy does not send: all users share the proxy's address; the log says so once for each proxy. A header that the proxy passes on from the client: a client can invent its address.",
    example: 'CF-Connecting-IP',
  }),
  HTTPS_PROXY: variable(proxyUrl.optional(), {
    group: 'Network and proxies',
    task: 'reach Auth0 through an HTTP proxy',
    meaning:
      'The proxy that is the way out to Auth0. All calls to Auth0 pass it, as `CONNECT` tunnels: the proxy sees host and port alone. Calls to micro-services, Redis and this machine are direct. `https_proxy` is read too, and first.',
    format:
      'an `http` or `https` URL, with user name and password if the proxy asks for them; `http://` may be left out',
    default: '`HTTP_PROXY`',
    whenWrong:
      '`login` answers `ServiceUnavailable`; the log says `HTTPS_PROXY: no call to Auth0 gets through`, and why. For a proxy that opens TLS with a certificate of its own, also set `NODE_EXTRA_CA_CERTS`.',
    example: 'http://proxy.example:3128',
  }),
  HTTP_PROXY: variable(proxyUrl.optional(), {
    group: 'Network and proxies',
    task: 'reach Auth0 through the proxy of other programs',
    meaning:
      'The proxy to Auth0 where `HTTPS_PROXY` is unset. Nothing else passes it. `http_proxy` is read too, and first.',
    format: 'as for `HTTPS_PROXY`',
    default: 'none; connections are direct',
    whenWrong: 'As for `HTTPS_PROXY`.',
    example: 'http://proxy.example:3128',
  }),
  NO_PROXY: variable(words.default([]), {
    group: 'Network and proxies',
    task: 'reach Auth0 past the proxy',
    meaning:
      'The hosts to which connections are direct. A host stands for its subdomains too. `no_proxy` is read too, and first.',
    format:
      'hosts such as `team.eu.auth0.com`, `.auth0.com` or `auth0.com:443`, separated by commas; `*` for all',
    default: 'this machine is always direct',
    whenWrong: 'As for `HTTPS_PROXY`, with a time-out where the network has no direct way.',
    example: 'localhost,.internal',
  }),
  IDLE_TIMEOUT: variable(seconds.default(75), {
    group: 'Network and proxies',
    task: 'keep idle connections as long as a load balancer does',
    meaning:
      'The time after which the gateway closes a connection without requests. Set it to more than the idle time of your load balancer towards the gateway: nginx and AWS have 60 seconds, Google Cloud 600 (set `620`).',
    format: 'whole seconds',
    whenWrong:
      'Shorter than that of the load balancer: now and then a request meets a connection that the gateway just closes, and the load balancer answers 502.',
    example: '620',
  }),
  SHUTDOWN_DELAY: variable(seconds.optional(), {
    group: 'Network and proxies',
    task: 'update without a refused connection',
    meaning:
      'The time between "not ready" and the end of listening. On SIGTERM `/health/ready` answers 503 at once; for this time the gateway still accepts connections and answers all requests, so that load balancers can take it out first. Requests in flight then have 25 seconds to end. The supervisor has to wait as long as both: with Kubernetes, `terminationGracePeriodSeconds`.',
    format: 'whole seconds',
    default: 'production: `5`; else `0`',
    whenWrong:
      'Shorter than the load balancer needs to notice: it sends requests to a closed port, and answers 502. Longer: each update takes longer.',
    example: '15',
  }),
};

const frontEnds = {
  CORS_ORIGINS: variable(
    words
      .refine((origins) => origins.every(isOrigin), {
        error:
          'must be origins such as https://app.example.com, without path, separated by commas; * is not accepted',
      })
      .default([]),
    {
      group: 'Front ends',
      task: 'let a front end on another origin call the gateway',
      meaning: 'The origins of your front ends: scheme, host and port, as browsers send them.',
      format: 'origins, separated by commas',
      default:
        'none; in development, pages of this machine may always call: `http://localhost`, `http://127.0.0.1` and `http://[::1]` at any port',
      whenWrong:
        'The browser blocks the answer, and its console names `Access-Control-Allow-Origin`; the log names each refused origin once.',
      example: 'https://app.example.com',
      isEssential: true,
    },
  ),
  SERVE_WEB: variable(flag.default(false), {
    group: 'Front ends',
    task: 'serve the app of `web/` in production',
    meaning:
      'Whether the gateway serves the app, which `npm run build` writes to `dist/web/`, at its own origin. `npm start` and `npm run dev` always serve it.',
    format: '`true` or `false`',
    whenWrong:
      'With `false`, browsers get 404 at `/`. With `true` and no app in `dist/web/`, the start stops.',
    example: 'true',
  }),
};

const microServices = {
  GATEWAY_URL: variable(
    url
      .refine(namesServer, {
        error:
          'names an address to listen on, which no service can reach: set the URL at which services reach the gateway, such as http://gateway.internal:4000',
      })
      .optional(),
    {
      group: 'Micro-services',
      task: 'send internal tokens to services',
      meaning:
        "The gateway's own URL, as its services reach it. It is the issuer (`iss`) of internal tokens, and services fetch the keys there.",
      format: 'an `http` or `https` URL, without user name, query or fragment',
      default:
        'development: where the gateway listens, `localhost` where that is every address; production: required when a service takes internal tokens',
      whenWrong: 'Services refuse internal tokens, and fields answer `SERVICE_UNAVAILABLE`.',
      example: 'http://gateway.internal:4000',
    },
  ),
};

const state = {
  STATE_DIR: variable(required.default('.state'), {
    group: 'State and replicas',
    task: 'remember sessions across restarts',
    meaning:
      "The folder of what outlives a restart: sessions, the keys of internal tokens, Auth0's keys. Without `REDIS_URL` a folder serves one process; with it, replicas may share a folder, and must do so when services take internal tokens.",
    format: 'the path of a folder, which is made when missing',
    default:
      'relative to the working directory; production: required when a service takes internal tokens',
    whenWrong:
      'A folder that cannot be written stops the start; on a read-only file system, and where only saved keys of Auth0 would be in it, the log warns instead. After the loss of a folder, earlier logouts are forgotten, and services refuse internal tokens until they fetch the new keys.',
    example: '/var/lib/gatehouse',
    isEssential: true,
  }),
  ...redisVariables,
  STORE_GRACE: variable(secondsOrForever.default(900), {
    group: 'State and replicas',
    task: 'choose how long a process stays ready without Redis',
    meaning:
      'The time for which a process stays ready without `REDIS_URL`. It cannot tell a dead Redis from its own cut cable: within that time a logout that the process has not read is not `everywhere`, and after it `/health/ready` answers 503. [The table](sessions.md#what-redis-may-do) has every case. All processes need the same value.',
    format: 'whole seconds, or `forever`',
    whenWrong:
      'Too short: an outage of Redis takes every process out of the load balancer. Too long: a process that was killed, and not stopped, keeps `LoggedOut.everywhere` false for as long; with `forever` for 100 days.',
    example: '900',
  }),
};

const telemetry = {
  METRICS_PORT: variable(port.optional(), {
    group: 'Metrics and log',
    task: 'let Prometheus read metrics',
    meaning:
      'The TCP port at `HOST` where Prometheus reads [`/metrics`](metrics.md). It has no password: keep it inside your network.',
    format: 'a port number from 0 to 65535, not that of `PORT`',
    default: 'none; there are no metrics',
    whenWrong: 'A port that is in use stops the start.',
    example: '9400',
  }),
  ...auditVariables,
  LOG_LEVEL: variable(
    z.enum(logLevels, { error: `must be one of ${logLevels.join(' ')}` }).default('info'),
    {
      group: 'Metrics and log',
      task: 'see more or less in the log',
      meaning: 'The least severe log lines to write, as JSON to standard output.',
      format: `one of \`${logLevels.join(' ')}\``,
      whenWrong: 'With `fatal` or `silent`, no line says which setting of Auth0 is wrong.',
      example: 'info',
    },
  ),
};

const development = {
  NODE_ENV: variable(
    z
      .enum(['development', 'test', 'production'], {
        error: 'must be development, test or production',
      })
      .default('production'),
    {
      group: 'Development and local tenant',
      task: 'switch between development and production',
      meaning:
        '`development` has the explorer and introspection, and starts the local tenant when `AUTH0_DOMAIN` is unset. `test` does the latter.',
      format: '`development`, `test` or `production`',
      default: 'with `npm start` and `npm run dev`: `development`',
      whenWrong:
        '`development` in public shows the whole schema. Without `AUTH0_DOMAIN` it also accepts the published passwords of the local tenant.',
      example: 'production',
    },
  ),
  REHEARSAL: variable(flag.default(false), {
    group: 'Development and local tenant',
    task: 'try production on one machine, without an Auth0 account',
    meaning:
      'Whether a [rehearsal](questions.md#how-do-i-rehearse-production-without-an-auth0-account) may use the local tenant under the rules of production. Everything that the gateway listens at or calls must then be on loopback: `HOST`, `AUTH0_DOMAIN`, `AUTH0_TENANT_DOMAIN`, `GATEWAY_URL`, `REDIS_URL`, `SMTP_URL` and services. The banner, `/health` and each log line say so.',
    format: '`true` or `false`; `true` requires `NODE_ENV=production`',
    whenWrong:
      'Left at `true` in production, it stops the start: an address there leaves the machine.',
    example: 'false',
  }),
};

/**
 * Schema of the environment: all variables of the gateway with their descriptions. Variables of micro-services are not included.
 */
export const environmentSchema = z.object({
  ...auth0,
  ...tokens,
  ...network,
  ...frontEnds,
  ...microServices,
  ...state,
  ...sessionVariables,
  ...mailVariables,
  ...telemetry,
  ...development,
});
