import { beforeAll, describe, expect, it } from '@jest/globals';
import { accessTokenClaims, gatehouse, testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';

const unusable = {
  error: 'invalid_grant',
  error_description: 'Unknown or invalid refresh token.',
};

const other = { client_id: 'other', client_secret: 'other-secret' };

function withOtherClient({ settings, client, connection }: Seed): void {
  settings.clients.push({ ...client, ...other });
  connection.enabled_clients.push(other.client_id);
}

async function firstToken(tenant: TestTenant, username = 'admin@example.com'): Promise<string> {
  return refreshToken(await tenant.login({ username }));
}

function refreshToken({ body }: Answer): string {
  return body['refresh_token'] ?? '';
}

describe('contract 3: refresh', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant(withOtherClient);
  });

  it('answers as a login does, with a new refresh token', async () => {
    const token = await firstToken(tenant, 'editor@example.com');
    const answer = await tenant.refresh(token);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual([
      'access_token',
      'refresh_token',
      'id_token',
      'scope',
      'expires_in',
      'token_type',
    ]);
    expect(answer.body['scope']).toBe('openid profile email offline_access read:users');
    expect(refreshToken(answer)).not.toBe(token);
  });

  it('marks the access token as refreshed (12.1)', async () => {
    const claims = accessTokenClaims(await tenant.refresh(await firstToken(tenant)));
    expect(claims['gty']).toEqual(['refresh_token', 'password']);
    expect(claims['https://gatehouse.example/roles']).toEqual(['admin']);
  });

  it('narrows the scopes, and only for this once', async () => {
    const token = await firstToken(tenant);
    const narrowed = await tenant.refresh(token, { scope: 'openid read:users read:none' });
    expect(narrowed.body['scope']).toBe('openid read:users');
    const whole = await tenant.refresh(refreshToken(narrowed));
    expect(whole.body['scope']).toContain('write:orders');
  });

  it.each(['nonsense', 'v1.e30.e30', 'v1..', 'a.b.c.d.e'])('refuses %s', async (token) => {
    const answer = await tenant.refresh(token);
    expect(answer.status).toBe(403);
    expect(answer.text).toBe(JSON.stringify(unusable));
  });

  it('refuses a changed token', async () => {
    const [version, place = '', mac] = (await firstToken(tenant)).split('.');
    const changed = Buffer.from(place, 'base64url').toString().replace('.1.', '.2.');
    const forged = [version, Buffer.from(changed).toString('base64url'), mac].join('.');
    expect((await tenant.refresh(forged)).body).toEqual(unusable);
  });

  it('refuses another client’s token, and leaves it good for its own', async () => {
    const token = await firstToken(tenant);
    expect((await tenant.refresh(token, other)).body).toEqual(unusable);
    expect((await tenant.refresh(token)).status).toBe(200);
  });

  it('S12: refuses a user blocked since the login', async () => {
    const blocking = await testTenant();
    const token = await firstToken(blocking);
    await blocking.block('auth0|6500000000000000000000a1');
    const { status, text } = await blocking.refresh(token);
    expect(status).toBe(403);
    expect(text).toBe('{"error":"invalid_grant","error_description":"user is blocked"}');
  });

  it('names a missing token', async () => {
    const { status, body } = await tenant.refresh('');
    expect([status, body['error_description']]).toEqual([
      400,
      'Missing required parameter: refresh_token',
    ]);
  });

  it('does not honour auth0-forwarded-for (6)', async () => {
    const form = {
      ...gatehouse,
      grant_type: 'refresh_token',
      refresh_token: await firstToken(tenant),
    };
    await tenant.post('/oauth/token', form, { 'auth0-forwarded-for': '203.0.113.5' });
    const [last] = (await tenant.logs()).slice(-1);
    expect(last).toMatchObject({ type: 'sertft', ip: '127.0.0.1', client_ip: '127.0.0.1' });
  });

  it('logs success and refusal', async () => {
    const log = await tenant.logs();
    expect(log.find(({ type }) => type === 'sertft')).toMatchObject({
      client_id: 'gatehouse-local',
      user_name: 'editor@example.com',
      ip: '127.0.0.1',
    });
    expect(log.find(({ type }) => type === 'fertft')).toMatchObject({
      description: 'Unknown or invalid refresh token.',
      details: { failure_reason: 'invalid_token' },
    });
  });
});

describe('contract 3: rotation', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  it('S08: gives two refreshes at once, within the leeway, two working tokens', async () => {
    const token = await firstToken(tenant);
    const [one, two] = await Promise.all([tenant.refresh(token), tenant.refresh(token)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(refreshToken(one)).not.toBe(refreshToken(two));
    expect((await tenant.refresh(refreshToken(one))).status).toBe(200);
    expect((await tenant.refresh(refreshToken(two))).status).toBe(200);
  });

  it('takes the token before the newest until the leeway is over', async () => {
    const token = await firstToken(tenant);
    await tenant.refresh(token);
    tenant.advance(9_999);
    expect((await tenant.refresh(token)).status).toBe(200);
    tenant.advance(1);
    expect((await tenant.refresh(token)).body).toEqual(unusable);
  });

  it('S08: a token used again after the leeway ends the whole family', async () => {
    const first = await firstToken(tenant);
    const second = refreshToken(await tenant.refresh(first));
    tenant.advance(10_000);
    expect((await tenant.refresh(first)).text).toBe(JSON.stringify(unusable));
    expect((await tenant.refresh(second)).text).toBe(JSON.stringify(unusable));
    const log = await tenant.logs();
    expect(log.slice(-2)).toMatchObject([
      {
        type: 'ferrt',
        details: { familyId: expect.any(String), latestCounter: 2, tokenCounter: 1 },
      },
      { type: 'fertft', details: { failure_reason: 'grant_revoked' } },
    ]);
  });

  it('S08: a token two generations old ends the family even within the leeway', async () => {
    const first = await firstToken(tenant);
    const third = refreshToken(await tenant.refresh(refreshToken(await tenant.refresh(first))));
    expect((await tenant.refresh(first)).body).toEqual(unusable);
    expect((await tenant.refresh(third)).body).toEqual(unusable);
  });

  it('without a leeway lets one of two refreshes at once through, and then none', async () => {
    const strict = await testTenant(({ client }) => {
      client.refresh_token.leeway = 0;
    });
    const token = await firstToken(strict);
    const answers = await Promise.all([strict.refresh(token), strict.refresh(token)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
    const newest = answers.find(({ status }) => status === 200);
    expect(newest && (await strict.refresh(refreshToken(newest))).body).toEqual(unusable);
  });

  it('leaves other logins of the user alone', async () => {
    const strict = await testTenant(({ client }) => {
      client.refresh_token.leeway = 0;
    });
    const [token, elsewhere] = [await firstToken(strict), await firstToken(strict)];
    await strict.refresh(token);
    await strict.refresh(token);
    expect((await strict.refresh(elsewhere)).status).toBe(200);
  });

  it.each<[string, (seed: Seed) => void]>([
    [
      'the client does not rotate',
      ({ client }) => {
        client.refresh_token.rotation_type = 'non-rotating';
      },
    ],
    [
      'the client is not OIDC conformant (row 6)',
      ({ client }) => {
        client.oidc_conformant = false;
      },
    ],
  ])('gives no new token, and keeps the old one good, when %s', async (_title, change) => {
    const strict = await testTenant(change);
    const token = await firstToken(strict);
    const answer = await strict.refresh(token);
    expect(answer.body).not.toHaveProperty('refresh_token');
    strict.advance(60_000);
    expect((await strict.refresh(token)).status).toBe(200);
  });
});

describe('contract 3: lifetimes', () => {
  const lifetimes = ({ client }: Seed): void => {
    client.refresh_token.idle_token_lifetime = 100;
    client.refresh_token.token_lifetime = 250;
  };

  it('S09: a token not used for its idle lifetime is dead', async () => {
    const tenant = await testTenant(lifetimes);
    const token = await firstToken(tenant);
    tenant.advance(100_000);
    expect((await tenant.refresh(token)).body).toEqual(unusable);
  });

  it('S09: use extends the idle lifetime, never the absolute one', async () => {
    const tenant = await testTenant(lifetimes);
    let token = await firstToken(tenant);
    for (let use = 0; use < 2; use += 1) {
      tenant.advance(90_000);
      token = refreshToken(await tenant.refresh(token));
    }
    tenant.advance(70_000);
    expect((await tenant.refresh(token)).body).toEqual(unusable);
  });

  it('has none when it is not expiring', async () => {
    const tenant = await testTenant((seed) => {
      lifetimes(seed);
      seed.client.refresh_token.rotation_type = 'non-rotating';
      seed.client.refresh_token.expiration_type = 'non-expiring';
    });
    const token = await firstToken(tenant);
    tenant.advance(1_000_000_000);
    expect((await tenant.refresh(token)).status).toBe(200);
  });
});

describe('contract 11.3: POST /oauth/revoke', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant(withOtherClient);
  });

  const revoke = (form: Record<string, string>, at = tenant): Promise<Answer> =>
    at.post('/oauth/revoke', { ...gatehouse, ...form });

  it('answers 200 without a body, and ends every token of the login', async () => {
    const first = await firstToken(tenant);
    const second = refreshToken(await tenant.refresh(first));
    const { status, text, headers } = await revoke({ token: first });
    expect([status, text, headers.get('content-type')]).toEqual([200, '', 'application/json']);
    expect((await tenant.refresh(second)).body).toEqual(unusable);
    const log = await tenant.logs();
    expect(log.map(({ type }) => type)).toEqual(['sepft', 'sertft', 'srrt', 'fertft']);
    expect(log[2]).toMatchObject({ user_name: 'admin@example.com' });
  });

  it('takes JSON', async () => {
    const token = await firstToken(tenant);
    expect((await tenant.postJson('/oauth/revoke', { ...gatehouse, token })).status).toBe(200);
    expect((await tenant.refresh(token)).body).toEqual(unusable);
  });

  it('answers 200 for an unknown token and for another client’s, which stays good', async () => {
    const token = await firstToken(tenant);
    expect((await revoke({ token: 'unknown' })).status).toBe(200);
    expect((await revoke({ ...other, token })).status).toBe(200);
    expect((await tenant.refresh(token)).status).toBe(200);
  });

  it('refuses a request without a token, and one with a wrong secret', async () => {
    expect((await revoke({})).text).toBe(
      '{"error":"invalid_request","error_description":"Missing required parameter: token"}',
    );
    const refused = await revoke({ token: 'x', client_secret: 'wrong' });
    expect([refused.status, refused.body]).toEqual([
      401,
      { error: 'access_denied', error_description: 'Unauthorized' },
    ]);
  });

  it.each([
    [false, 200],
    [true, 403],
  ])(
    'with revoke_refresh_token_grant %s, the user’s other logins answer %i',
    async (flag, status) => {
      const flagged = await testTenant(({ settings }) => {
        settings.tenant.flags.revoke_refresh_token_grant = flag;
      });
      const [token, elsewhere] = [await firstToken(flagged), await firstToken(flagged)];
      const somebodyElse = await firstToken(flagged, 'user@example.com');
      await revoke({ token }, flagged);
      expect((await flagged.refresh(elsewhere)).status).toBe(status);
      expect((await flagged.refresh(somebodyElse)).status).toBe(200);
    },
  );
});
