import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfig } from '../../src/config/config.ts';

const complete = {
  AUTH0_DOMAIN: 'team.eu.auth0.com',
  AUTH0_CLIENT_ID: 'client',
  AUTH0_CLIENT_SECRET: 'secret-of-a-real-tenant',
  AUTH0_AUDIENCE: 'https://api.example.com',
};

function mistakesOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('readConfig', () => {
  it('fills in every default', () => {
    expect(readConfig(complete)).toEqual({
      environment: 'production',
      host: 'localhost',
      port: 4000,
      auth0: {
        issuer: 'https://team.eu.auth0.com/',
        clientId: 'client',
        clientSecret: 'secret-of-a-real-tenant',
        audience: 'https://api.example.com',
        realms: [{ name: 'default', connection: 'Username-Password-Authentication' }],
        tenantUrl: 'https://team.eu.auth0.com/',
        requireVerifiedEmail: false,
        scopes: ['openid', 'profile', 'email', 'offline_access'],
        allowedClients: ['client'],
        algorithms: ['RS256'],
      },
      jwks: { maxAge: 86_400, fileOnly: false },
      claims: {
        roles: 'https://gatehouse.example/roles',
        email: 'https://gatehouse.example/email',
        emailVerified: 'https://gatehouse.example/email_verified',
        password: 'https://gatehouse.example/password_changed_at',
      },
      trustedProxies: [],
      clientIpHeader: 'X-Forwarded-For',
      corsOrigins: [],
      servesWeb: false,
      idleTimeout: 75,
      storeGrace: 900,
      refreshWindow: 10,
      cookies: {
        transports: ['TOKENS', 'COOKIE'],
        defaultTransport: 'TOKENS',
        sameSite: 'strict',
        idle: 604_800,
        lifetime: 2_592_000,
      },
      audit: { events: 100_000, days: 90 },
      stateSecrets: ['secret-of-a-real-tenant'],
      shutdownDelay: 5,
      logLevel: 'info',
      services: {},
      stateDir: '.state',
    });
  });

  it('reads where services are, and who they are told asks', () => {
    const env = {
      ...complete,
      SERVICE_ORDERS_URL: 'http://orders.internal:8080/v1',
      SERVICE_ORDER_HISTORY_URL: 'https://history.internal',
      SERVICE_ORDER_HISTORY_AUTH: 'bearer',
      GATEWAY_URL: 'https://api.example.com',
      STATE_DIR: '/var/lib/gatehouse',
    };
    const { services, gatewayUrl, stateDir } = readConfig(env, ['orders', 'orderHistory']);
    expect(services).toEqual({
      orders: { url: 'http://orders.internal:8080/v1/', auth: 'internal' },
      orderHistory: { url: 'https://history.internal/', auth: 'bearer' },
    });
    expect([gatewayUrl, stateDir]).toEqual(['https://api.example.com/', '/var/lib/gatehouse']);
  });

  it('reads how an outage of the issuer is got through, and where metrics are', () => {
    const { jwks, metricsPort } = readConfig({
      ...complete,
      JWKS_MAX_AGE: '172800',
      JWKS_FILE: '/etc/gatehouse/jwks.json',
      JWKS_FILE_ONLY: 'true',
      METRICS_PORT: '9400',
    });
    expect(jwks).toEqual({ maxAge: 172_800, file: '/etc/gatehouse/jwks.json', fileOnly: true });
    expect(metricsPort).toBe(9400);
  });

  it('L05: JWKS_FILE_ONLY needs a file, and METRICS_PORT a port of its own', () => {
    expect(mistakesOf({ ...complete, JWKS_FILE_ONLY: 'true', METRICS_PORT: '4000' })).toEqual([
      'JWKS_FILE is missing: JWKS_FILE_ONLY=true takes keys only from that file',
      'METRICS_PORT and PORT are the same: give the metrics a port of their own',
    ]);
    expect(readConfig({ ...complete, METRICS_PORT: '0', PORT: '0' }).metricsPort).toBe(0);
  });

  it('L05: refuses two variables of which only one may be set, and one of a pair', () => {
    const env = { AUTH0_REALMS: 'a:b', AUTH0_CONNECTION: '', AUTH0_MANAGEMENT_CLIENT_ID: 'id' };
    expect(mistakesOf({ ...complete, ...env })).toEqual([
      'AUTH0_REALMS and AUTH0_CONNECTION are both set: set only one of them',
      'AUTH0_MANAGEMENT_CLIENT_SECRET is missing: set it, or unset AUTH0_MANAGEMENT_CLIENT_ID',
    ]);
  });

  it('L05: REDIS_CA_FILE needs a Redis with TLS', () => {
    const env = { ...complete, REDIS_CA_FILE: '/etc/gatehouse/redis-ca.pem' };
    expect(mistakesOf(env)).toEqual(['REDIS_URL is missing: set it, or unset REDIS_CA_FILE']);
    expect(mistakesOf({ ...env, REDIS_URL: 'redis://redis.internal' })).toEqual([
      'REDIS_CA_FILE is set, and REDIS_URL uses no TLS: write rediss:// in REDIS_URL, or unset REDIS_CA_FILE',
    ]);
    expect(readConfig({ ...env, REDIS_URL: 'rediss://redis.internal' }).redis).toEqual({
      url: 'rediss://redis.internal',
      caFile: '/etc/gatehouse/redis-ca.pem',
    });
  });

  it('L05: with REDIS_SENTINELS, REDIS_URL names the master, and nothing else belongs to Sentinels', () => {
    const env = { ...complete, REDIS_SENTINELS: 'sentinel-1.internal, [::1]:5000' };
    const REDIS_URL = 'redis://user:secret@my_master/2';
    expect(readConfig({ ...env, REDIS_URL, REDIS_SENTINEL_PASSWORD: 'other' }).redis).toEqual({
      url: REDIS_URL,
      sentinels: {
        addresses: [
          { host: 'sentinel-1.internal', port: 26_379 },
          { host: '::1', port: 5000 },
        ],
        password: 'other',
      },
    });
    const noMaster =
      'REDIS_URL must have the name of the master in place of a host, and no port, such as redis://mymaster: REDIS_SENTINELS is set, and the Sentinels know the address. For one Redis without Sentinels unset REDIS_SENTINELS';
    for (const url of ['redis://redis.internal:6379', 'redis:///2']) {
      expect(mistakesOf({ ...env, REDIS_URL: url })).toEqual([noMaster]);
    }
    expect(mistakesOf(env)).toEqual(['REDIS_URL is missing: set it, or unset REDIS_SENTINELS']);
    expect(mistakesOf({ ...complete, REDIS_URL, REDIS_SENTINEL_USERNAME: 'gatehouse' })).toEqual([
      'REDIS_SENTINELS is missing: set it, or unset REDIS_SENTINEL_USERNAME',
      'REDIS_SENTINEL_PASSWORD is missing: set it, or unset REDIS_SENTINEL_USERNAME',
    ]);
  });

  it.each(['redis://sentinel-1', ':secret@sentinel-1', 'sentinel-1:0', 'sentinel-1:99999', ','])(
    'L05: refuses %s as a list of Sentinels',
    (REDIS_SENTINELS) => {
      expect(mistakesOf({ ...complete, REDIS_URL: 'redis://mymaster', REDIS_SENTINELS })).toEqual([
        expect.stringMatching(/^REDIS_SENTINELS must be hosts such as/),
      ]);
    },
  );

  it('L05: a rehearsal has no Sentinels, which may lead away from this machine', () => {
    const env = { ...complete, AUTH0_DOMAIN: 'http://localhost:4010', REHEARSAL: 'true' };
    const redis = { REDIS_URL: 'redis://localhost', REDIS_SENTINELS: 'localhost' };
    expect(mistakesOf({ ...env, ...redis })).toEqual([
      'REDIS_SENTINELS may lead away from this machine, and REHEARSAL=true must not: set REDIS_URL alone, or unset REHEARSAL',
    ]);
  });

  it('L05: names every variable that a service lacks', () => {
    const names = ['orders', 'stock', 'history'];
    const env = {
      ...complete,
      SERVICE_STOCK_URL: 'stock:8080',
      SERVICE_HISTORY_URL: 'http://user:hunter2@history',
      SERVICE_HISTORY_AUTH: 'basic',
    };
    expect(() => readConfig(env, names)).toThrow(
      expect.objectContaining({
        mistakes: [
          'SERVICE_ORDERS_URL is missing',
          expect.stringMatching(/^SERVICE_STOCK_URL must be an http or https URL/),
          expect.stringMatching(/^SERVICE_HISTORY_URL must be an http or https URL/),
          'SERVICE_HISTORY_AUTH must be internal or bearer',
        ],
      }),
    );
  });

  it('L05: an empty NODE_ENV is production too', () => {
    const secret = 'local-tenant-secret-NOT-FOR-PRODUCTION';
    expect(() => readConfig({ ...complete, NODE_ENV: '', AUTH0_CLIENT_SECRET: secret })).toThrow(
      expect.objectContaining({
        mistakes: [
          "AUTH0_CLIENT_SECRET is the local tenant's, which is public: production refuses it",
        ],
      }),
    );
  });

  it('L05: takes one or two secrets of the hook, and in production not that of the local tenant', () => {
    const [one, two] = ['a'.repeat(32), 'b'.repeat(32)];
    const secretsOf = (AUTH0_HOOK_SECRET: string) =>
      readConfig({ ...complete, AUTH0_HOOK_SECRET }).auth0.hookSecrets;
    expect(secretsOf('')).toBeUndefined();
    expect(secretsOf(one)).toEqual([one]);
    expect(secretsOf(`${two}, ${one}`)).toEqual([two, one]);
    expect(mistakesOf({ ...complete, AUTH0_HOOK_SECRET: 'a'.repeat(31) })).toEqual([
      expect.stringMatching(/^AUTH0_HOOK_SECRET must be secrets of at least 32 characters/),
    ]);
    expect(mistakesOf({ ...complete, AUTH0_HOOK_SECRET: [one, two, one].join() })).toEqual([
      'AUTH0_HOOK_SECRET must be one secret, or two while you change it',
    ]);
    const local = 'local-hook-secret-NOT-FOR-PRODUCTION';
    expect(mistakesOf({ ...complete, AUTH0_HOOK_SECRET: local })).toEqual([
      "AUTH0_HOOK_SECRET is the local tenant's, which is public: production refuses it",
    ]);
  });

  it('L05: in production asks for what tokens of our own need, and for nothing where there are none', () => {
    const url = 'http://orders.internal';
    const env = { ...complete, SERVICE_ORDERS_URL: url, NODE_ENV: 'production' };
    expect(() => readConfig(env, ['orders'])).toThrow(
      expect.objectContaining({
        mistakes: [
          expect.stringMatching(/^GATEWAY_URL is missing: set it to the URL at which services/),
          expect.stringMatching(/^STATE_DIR is missing/),
        ],
      }),
    );
    const { services } = readConfig({ ...env, SERVICE_ORDERS_AUTH: 'bearer' }, ['orders']);
    expect(services).toEqual({ orders: { url: `${url}/`, auth: 'bearer' } });
  });

  it.each([
    'http://0.0.0.0:4000',
    'http://0:4000',
    'http://[::]:4000/',
    'http://[::ffff:0.0.0.0]/',
  ])('refuses %s as GATEWAY_URL, wherever the gateway listens', (url) => {
    expect(mistakesOf({ ...complete, GATEWAY_URL: url, HOST: '0.0.0.0' })).toEqual([
      expect.stringMatching(/^GATEWAY_URL names an address to listen on/),
    ]);
  });

  it('reads lists, numbers and claims', () => {
    const config = readConfig({
      ...complete,
      NODE_ENV: 'development',
      PORT: '0',
      HOST: '::1',
      AUTH0_SCOPES: 'openid  email',
      AUTH0_ALLOWED_CLIENTS: 'client, other',
      AUTH0_SIGNING_ALGORITHMS: 'RS256 PS256',
      EMAIL_CLAIM: 'https://team.example/mail',
      TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32,192.0.2.7',
      CORS_ORIGINS: 'https://app.example.com',
      LOG_LEVEL: 'debug',
    });
    expect(config).toMatchObject({
      environment: 'development',
      port: 0,
      host: '::1',
      auth0: {
        scopes: ['openid', 'email'],
        allowedClients: ['client', 'other'],
        algorithms: ['RS256', 'PS256'],
      },
      claims: { emailVerified: 'https://team.example/mail_verified' },
      trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'],
      corsOrigins: ['https://app.example.com'],
      logLevel: 'debug',
    });
  });

  it('takes an empty variable for an unset one, but for AUTH0_CONNECTION', () => {
    const config = readConfig({ ...complete, PORT: '', AUTH0_CONNECTION: '' });
    expect(config.port).toBe(4000);
    expect(config.auth0).not.toHaveProperty('connection');
  });

  it.each([
    ['team.eu.auth0.com', 'https://team.eu.auth0.com/'],
    ['login.example.com:8443', 'https://login.example.com:8443/'],
    ['http://localhost:4010', 'http://localhost:4010/'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010/'],
    ['http://[::1]:4010', 'http://[::1]:4010/'],
  ])('takes %s as AUTH0_DOMAIN', (domain, issuer) => {
    expect(readConfig({ ...complete, AUTH0_DOMAIN: domain }).auth0.issuer).toBe(issuer);
  });

  it.each([
    ['AUTH0_DOMAIN', 'https://team.eu.auth0.com'],
    ['AUTH0_DOMAIN', 'http://team.eu.auth0.com'],
    ['AUTH0_DOMAIN', 'team.eu.auth0.com/path'],
    ['AUTH0_DOMAIN', 'user:pass@team.eu.auth0.com'],
    ['AUTH0_DOMAIN', 'http://localhost.evil.example'],
    ['AUTH0_DOMAIN', 'not a host'],
    ['AUTH0_DOMAIN', ' team.eu.auth0.com'],
    ['AUTH0_CLIENT_ID', ''],
    ['AUTH0_CLIENT_SECRET', 'secret '],
    ['AUTH0_AUDIENCE', undefined],
    ['AUTH0_SCOPES', ' '],
    ['AUTH0_SIGNING_ALGORITHMS', 'HS256'],
    ['AUTH0_SIGNING_ALGORITHMS', 'none'],
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'loadbalancer'],
    ['TRUSTED_PROXIES', '10.1'],
    ['TRUSTED_PROXIES', '::ffff:10.0.0.0/104'],
    ['TRUSTED_PROXIES', '0:0:0:0:0:ffff:10.0.0.0/104'],
    ['TRUSTED_PROXIES', '010.0.0.0/8'],
    ['TRUSTED_PROXIES', '10.1/16'],
    ['TRUSTED_PROXIES', '10/8'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['TRUSTED_PROXIES', '*'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'null'],
    ['LOG_LEVEL', 'loud'],
    ['JWKS_MAX_AGE', '59'],
    ['JWKS_MAX_AGE', '-1'],
    ['JWKS_MAX_AGE', '1.5'],
    ['JWKS_MAX_AGE', '24h'],
    ['JWKS_FILE_ONLY', 'yes'],
    ['METRICS_PORT', '65536'],
    ['AUDIT_EVENTS', '999'],
    ['AUDIT_EVENTS', '1000001'],
    ['AUDIT_DAYS', '0'],
    ['AUDIT_DAYS', '1.5'],
    ['HTTPS_PROXY', 'socks5://proxy.example'],
    ['HTTPS_PROXY', 'http://'],
    ['HTTPS_PROXY', 'http://proxy.example:port'],
    ['HTTPS_PROXY', 'http://team:pass#word@proxy.example'],
    ['HTTPS_PROXY', 'http://team:%zz@proxy.example'],
    ['HTTP_PROXY', 'http://proxy.example/path'],
    ['https_proxy', 'ftp://proxy.example'],
  ])('L05: names %s when it is %j', (name, value) => {
    const mistakes = mistakesOf({ ...complete, [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name} `));
  });

  it.each(['X-Real-IP: 1.1.1.1', 'Forwarded'])('refuses %j as CLIENT_IP_HEADER', (header) => {
    const env = { ...complete, TRUSTED_PROXIES: '10.0.0.0/8', CLIENT_IP_HEADER: header };
    expect(mistakesOf(env)).toEqual([expect.stringMatching(/^CLIENT_IP_HEADER must be the name/)]);
  });

  it.each([
    [{ HTTPS_PROXY: 'http://a.example:1' }, 'http://a.example:1/', 'HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'https://a.example', HTTP_PROXY: 'b:1' }, 'https://a.example/', 'HTTPS_PROXY'],
    [{ HTTPS_PROXY: '', HTTP_PROXY: 'b.example:1' }, 'http://b.example:1/', 'HTTP_PROXY'],
    [{ HTTPS_PROXY: 'a:1', https_proxy: 'b:1' }, 'http://b:1/', 'https_proxy'],
    [{ HTTPS_PROXY: 'a:1', https_proxy: '' }, 'http://a:1/', 'HTTPS_PROXY'],
    [{ http_proxy: 'u:p%40@a:1/' }, 'http://u:p%40@a:1/', 'http_proxy'],
  ])('takes the proxy of %j', (env, url, variable) => {
    const { proxy } = readConfig({ ...complete, ...env, no_proxy: 'localhost, .internal' });
    expect(proxy).toEqual({ url, variable, exceptions: ['localhost', '.internal'] });
  });

  it('has no proxy for NO_PROXY alone', () => {
    expect(readConfig({ ...complete, NO_PROXY: '*' })).not.toHaveProperty('proxy');
  });

  it('refuses a CLIENT_IP_HEADER that no proxy may send', () => {
    expect(mistakesOf({ ...complete, CLIENT_IP_HEADER: 'X-Real-IP' })).toEqual([
      'TRUSTED_PROXIES is missing: CLIENT_IP_HEADER is read only from the proxies that it lists',
    ]);
  });

  it('L05: tells all mistakes at once, and no value', () => {
    const env = {
      AUTH0_CLIENT_SECRET: 'super-secret-value ',
      PORT: 'eighty',
      TRUSTED_PROXIES: 'nonsense',
    };
    const mistakes = mistakesOf(env);
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
      'AUTH0_DOMAIN',
      'AUTH0_CLIENT_ID',
      'AUTH0_CLIENT_SECRET',
      'AUTH0_AUDIENCE',
      'PORT',
      'TRUSTED_PROXIES',
    ]);
    for (const value of Object.values(env)) expect(mistakes.join('\n')).not.toContain(value.trim());
  });

  it('L05: says in its message where every variable is described, with a line for each mistake', () => {
    expect(() => readConfig({ ...complete, PORT: 'x', LOG_LEVEL: 'loud' })).toThrow(
      'The configuration has 2 mistakes:\n' +
        '  PORT must be a port number from 0 to 65535\n' +
        '  LOG_LEVEL must be one of trace debug info warn error fatal silent\n' +
        'See docs/configuration.md.',
    );
  });

  describe('REHEARSAL', () => {
    const rehearsal = {
      ...complete,
      REHEARSAL: 'true',
      AUTH0_DOMAIN: 'http://auth.localhost:4010',
      AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      SERVICE_ORDERS_URL: 'http://127.0.0.1:4020',
      GATEWAY_URL: 'http://localhost:4000',
      STATE_DIR: '.state/rehearsal',
    };
    const mistakesOfRehearsal = (env: Record<string, string>) => {
      try {
        readConfig({ ...rehearsal, ...env }, ['orders']);
        return [];
      } catch (error) {
        return (error as ConfigurationError).mistakes;
      }
    };

    it.each([{}, { HOST: '::1' }, { HOST: '127.0.0.2' }, { AUTH0_DOMAIN: 'auth.localhost:4010' }])(
      'takes what stays on this machine: %j',
      (env) => {
        expect(mistakesOfRehearsal(env)).toEqual([]);
      },
    );

    it.each([
      ['HOST', '0.0.0.0'],
      ['HOST', '::'],
      ['HOST', '192.0.2.7'],
      ['HOST', 'gateway'],
      ['AUTH0_DOMAIN', 'team.eu.auth0.com'],
      ['AUTH0_DOMAIN', 'localhost.evil.example'],
      ['AUTH0_TENANT_DOMAIN', 'team.eu.auth0.com'],
      ['GATEWAY_URL', 'https://api.example.com'],
      ['REDIS_URL', 'rediss://:secret@redis.internal:6379'],
      ['SERVICE_ORDERS_URL', 'http://orders.internal:8080'],
    ])('refuses %s=%s', (name, value) => {
      expect(mistakesOfRehearsal({ [name]: value })).toEqual([
        expect.stringContaining(`${name} leaves this machine`),
      ]);
    });

    it('refuses development', () => {
      expect(mistakesOfRehearsal({ NODE_ENV: 'development' })).toEqual([
        expect.stringMatching(/^REHEARSAL rehearses production/),
      ]);
    });

    it.each(['false', ''])('is off with %j: production refuses the public secret', (REHEARSAL) => {
      expect(mistakesOfRehearsal({ REHEARSAL })).toEqual([
        expect.stringMatching(/^AUTH0_CLIENT_SECRET is the local tenant's/),
      ]);
    });
  });

  it('refuses the secret of the local tenant in production, where NODE_ENV is not set too', () => {
    const env = { ...complete, AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION' };
    expect(mistakesOf(env)).toEqual([
      "AUTH0_CLIENT_SECRET is the local tenant's, which is public: production refuses it",
    ]);
    expect(readConfig({ ...env, NODE_ENV: 'development' }).auth0.clientSecret).toBeDefined();
  });
});
