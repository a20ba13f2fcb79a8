import { beforeAll, describe, expect, it } from '@jest/globals';
import { testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';

const attacker = '203.0.113.66';
const owner = '198.51.100.7';

const blocked = {
  error: 'too_many_attempts',
  error_description: expect.stringContaining('blocked after multiple consecutive login attempts'),
};
const throttled = {
  error: 'too_many_attempts',
  error_description: expect.stringContaining('suspicious login behavior'),
};

function loginFrom(
  tenant: TestTenant,
  address: string,
  parameters: Record<string, string> = {},
): Promise<Answer> {
  return tenant.login(parameters, { 'auth0-forwarded-for': address });
}

async function failFrom(tenant: TestTenant, address: string, times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let attempt = 0; attempt < times; attempt += 1) {
    answers.push(await loginFrom(tenant, address, { password: 'wrong' }));
  }
  return answers;
}

const bruteForce = ({ settings }: Seed) => settings.attack_protection.brute_force_protection;
const suspiciousIp = ({ settings }: Seed) => settings.attack_protection.suspicious_ip_throttling;

describe('contract 7.1: brute-force protection', () => {
  it('blocks the attacker after ten wrong passwords, and not the owner elsewhere', async () => {
    const tenant = await testTenant();
    const failures = await failFrom(tenant, attacker, 10);
    expect(failures.map(({ status }) => status)).toEqual(Array(10).fill(403));

    const refused = await loginFrom(tenant, attacker);
    expect([refused.status, refused.body]).toEqual([429, blocked]);
    expect((await loginFrom(tenant, owner)).status).toBe(200);

    const log = await tenant.logs();
    expect(log.slice(-3)).toMatchObject([
      { type: 'limit_wc', ip: attacker, client_ip: '127.0.0.1' },
      { type: 'fepft', ip: attacker, client_ip: '127.0.0.1' },
      { type: 'sepft', ip: owner, client_ip: '127.0.0.1' },
    ]);
  });

  it('locks the owner out too when the header is not trusted, and the log shows why (row 21)', async () => {
    const tenant = await testTenant(({ client }) => {
      client.is_token_endpoint_ip_header_trusted = false;
    });
    await failFrom(tenant, attacker, 10);
    expect((await loginFrom(tenant, owner)).body).toEqual(blocked);
    const [last] = (await tenant.logs()).slice(-1);
    expect(last).toMatchObject({ type: 'fepft', ip: '127.0.0.1', client_ip: '127.0.0.1' });
  });

  it('counts an unknown user as a known one', async () => {
    const tenant = await testTenant((seed) => {
      bruteForce(seed).max_attempts = 1;
    });
    const nobody = { username: 'nobody@example.com', password: 'wrong' };
    expect((await loginFrom(tenant, attacker, nobody)).status).toBe(403);
    expect((await loginFrom(tenant, attacker, nobody)).body).toEqual(blocked);
  });

  it('starts anew after a right password', async () => {
    const tenant = await testTenant((seed) => {
      bruteForce(seed).max_attempts = 2;
    });
    await failFrom(tenant, owner, 1);
    expect((await loginFrom(tenant, owner)).status).toBe(200);
    await failFrom(tenant, owner, 1);
    expect((await loginFrom(tenant, owner)).status).toBe(200);
  });

  it('ends a block 30 days after the last wrong password', async () => {
    const tenant = await testTenant((seed) => {
      bruteForce(seed).max_attempts = 1;
    });
    await failFrom(tenant, attacker, 1);
    tenant.advance(30 * 86_400_000 - 1);
    expect((await loginFrom(tenant, attacker)).body).toEqual(blocked);
    tenant.advance(1);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
  });

  it('blocks the account for everybody with count_per_identifier', async () => {
    const tenant = await testTenant((seed) => {
      Object.assign(bruteForce(seed), { max_attempts: 1, mode: 'count_per_identifier' });
    });
    await failFrom(tenant, attacker, 1);
    expect((await loginFrom(tenant, owner)).body).toEqual(blocked);
  });

  it.each<[string, (seed: Seed) => void]>([
    [
      'it is off',
      (seed) => {
        bruteForce(seed).enabled = false;
      },
    ],
    [
      'it is off for the connection',
      ({ connection }) => {
        connection.options.brute_force_protection = false;
      },
    ],
    [
      'it has no block shield',
      (seed) => {
        bruteForce(seed).shields = ['user_notification'];
      },
    ],
    [
      'the address is on its allowlist',
      (seed) => {
        bruteForce(seed).allowlist = [attacker];
      },
    ],
    [
      'the address is in a range of its allowlist',
      (seed) => {
        bruteForce(seed).allowlist = ['2001:db8::/32', '203.0.113.0/24'];
      },
    ],
  ])('blocks nobody when %s', async (_title, change) => {
    const tenant = await testTenant((seed) => {
      bruteForce(seed).max_attempts = 1;
      change(seed);
    });
    await failFrom(tenant, attacker, 2);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
  });
});

describe('contract 6: allowlists and the forwarded address', () => {
  const proxyAllowed = (seed: Seed): void => {
    bruteForce(seed).max_attempts = 1;
    bruteForce(seed).allowlist = ['127.0.0.1'];
  };

  it('compares only the forwarded address when the header is trusted', async () => {
    const tenant = await testTenant(proxyAllowed);
    await failFrom(tenant, attacker, 1);
    expect((await loginFrom(tenant, attacker)).body).toEqual(blocked);
  });

  it('exempts every attacker when the header is not trusted and the proxy is allowed', async () => {
    const tenant = await testTenant((seed) => {
      proxyAllowed(seed);
      seed.client.is_token_endpoint_ip_header_trusted = false;
    });
    await failFrom(tenant, attacker, 3);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
  });
});

describe('contract 7.2 and 7.6: suspicious-IP throttling', () => {
  it('tells of its bucket in the headers, and gives the attempt of a success back', async () => {
    const tenant = await testTenant();
    const rateLimit = ({ headers }: Answer): (string | null)[] =>
      ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));
    const started = 1_772_366_400.5;

    const reset = (taken: number): string => String(Math.ceil(started + taken * 864));
    expect(rateLimit(await tenant.login())).toEqual(['100', '99', reset(1)]);
    expect(rateLimit(await tenant.login())).toEqual(['100', '99', reset(1)]);
    expect(rateLimit(await tenant.login({ password: 'wrong' }))).toEqual(['100', '99', reset(1)]);
    expect(rateLimit(await tenant.login({ audience: 'x' }))).toEqual(['100', '98', reset(2)]);
    expect(rateLimit(await tenant.login())).toEqual(['100', '97', reset(3)]);
    expect(rateLimit(await tenant.login({ username: undefined }))).toEqual([null, null, null]);
  });

  it('blocks an address, whatever the account, and no other address', async () => {
    const tenant = await testTenant((seed) => {
      suspiciousIp(seed).stage['pre-login'] = { max_attempts: 2, rate: 60_000 };
    });
    await failFrom(tenant, attacker, 2);
    const refused = await loginFrom(tenant, attacker, { username: 'user@example.com' });
    expect([refused.status, refused.body]).toEqual([429, throttled]);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect((await loginFrom(tenant, owner)).status).toBe(200);
    tenant.advance(60_000);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
    const log = await tenant.logs();
    expect(log.find(({ type }) => type === 'limit_mu')).toMatchObject({
      ip: attacker,
      details: { flow: 'login' },
    });
  });

  it('sends Retry-After where that is chosen, in seconds', async () => {
    const tenant = await testTenant((seed) => {
      suspiciousIp(seed).stage['pre-login'] = { max_attempts: 1, rate: 60_000 };
      seed.settings.unconfirmed.retry_after = true;
    });
    await failFrom(tenant, attacker, 1);
    tenant.advance(15_000);
    expect((await loginFrom(tenant, attacker)).headers.get('retry-after')).toBe('45');
  });

  it.each<[string, (seed: Seed) => void]>([
    [
      'it is off',
      (seed) => {
        suspiciousIp(seed).enabled = false;
      },
    ],
    [
      'it has no block shield',
      (seed) => {
        suspiciousIp(seed).shields = ['admin_notification'];
      },
    ],
    [
      'the address is on its allowlist',
      (seed) => {
        suspiciousIp(seed).allowlist = [attacker];
      },
    ],
  ])('blocks nobody when %s', async (_title, change) => {
    const tenant = await testTenant((seed) => {
      suspiciousIp(seed).stage['pre-login'] = { max_attempts: 1, rate: 60_000 };
      change(seed);
    });
    await failFrom(tenant, attacker, 2);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
  });
});

describe('contract 7.5: logins of one user', () => {
  it('takes 20 from one address in a minute, right or wrong, then 10 a minute', async () => {
    const tenant = await testTenant();
    for (let login = 0; login < 20; login += 1) {
      expect((await loginFrom(tenant, attacker)).status).toBe(200);
    }
    expect((await loginFrom(tenant, attacker)).body['error']).toBe('too_many_attempts');
    expect((await loginFrom(tenant, owner)).status).toBe(200);
    tenant.advance(6_000);
    expect((await loginFrom(tenant, attacker)).status).toBe(200);
    expect((await loginFrom(tenant, attacker)).status).toBe(429);
    expect((await tenant.logs()).map(({ type }) => type)).toContain('limit_sul');
  });
});

describe('contract 6: auth0-forwarded-for', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  it.each([
    ['an IPv4 address', '203.0.113.5', '203.0.113.5'],
    ['an IPv6 address', '2001:DB8::5', '2001:db8::5'],
    ['an IPv4-mapped address', '::ffff:203.0.113.5', '203.0.113.5'],
    ['a list', '203.0.113.5, 203.0.113.6', '127.0.0.1'],
    ['an address with a port', '203.0.113.5:4711', '127.0.0.1'],
    ['a word', 'unknown', '127.0.0.1'],
    ['a number', '3405803781', '127.0.0.1'],
  ])('takes %s as it should', async (_title, header, ip) => {
    await loginFrom(tenant, header);
    expect((await tenant.logs()).at(-1)).toMatchObject({ ip, client_ip: '127.0.0.1' });
  });

  it.each<[string, (seed: Seed) => void]>([
    [
      'it is not set to',
      ({ client }) => {
        client.is_token_endpoint_ip_header_trusted = false;
      },
    ],
    [
      'it is public',
      ({ client }) => {
        client.token_endpoint_auth_method = 'none';
      },
    ],
    [
      'it is no web or machine application',
      ({ client }) => {
        client.app_type = 'spa';
      },
    ],
  ])('is not believed from a client when %s', async (_title, change) => {
    const untrusting = await testTenant(change);
    await loginFrom(untrusting, attacker);
    expect((await untrusting.logs())[0]).toMatchObject({ ip: '127.0.0.1', client_ip: '127.0.0.1' });
  });
});
