import { afterEach, describe, expect, it } from '@jest/globals';
import type { TenantSettings } from '../../src/tenant/settings/settings.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';

/**
 * Address of an attacker.
 *
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection
 */
const attacker = '203.0.113.66';
const owner = '198.51.100.7';
/**
 * Address of the reverse proxy in front of all users. Without trust in the proxy's headers, the gateway and the tenant see this
 * address.
 */
const proxy = '127.0.0.1';
const account = 'user@example.com';

const document = `mutation($input: LoginInput!) {
  login(input: $input) { __typename ... on TooManyAttempts { code } } }`;

let local: Local;
afterEach(() => local.close());

function start(settings: (settings: TenantSettings) => void = () => undefined) {
  return startLocal({ settings, env: { TRUSTED_PROXIES: proxy } });
}

const withoutTrust = ({ clients }: TenantSettings) => {
  for (const client of clients) client.is_token_endpoint_ip_header_trusted = false;
};

/** Logs in from an address behind the proxy. Returns the type of the outcome. */
async function login(address: string, password: string): Promise<string | undefined> {
  const { data } = await local.gateway.request<{ login: { __typename: string } }>(document, {
    variables: { input: { username: account, password } },
    headers: { 'x-forwarded-for': address },
  });
  return data?.login.__typename;
}

async function failTenTimes(addressOf: (attempt: number) => string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    expect(await login(addressOf(attempt), `guess-${attempt}`)).toBe('InvalidCredentials');
  }
}

describe('an attacker fails ten times for one account', () => {
  it('U01, U13: and is blocked, while the owner at another address logs in', async () => {
    local = await start();
    await failTenTimes(() => attacker);
    expect(await login(attacker, seededPassword)).toBe('TooManyAttempts');
    expect(await login(owner, seededPassword)).toBe('Session');

    const log = await local.tenantLog();
    const ofTypes = (...types: string[]) => log.filter(({ type }) => types.includes(String(type)));
    expect(ofTypes('sepft')).toMatchObject([{ ip: owner, client_ip: proxy }]);
    expect(ofTypes('limit_wc')).toMatchObject([{ ip: attacker }]);
    expect(new Set(ofTypes('fepft').map(({ ip }) => ip))).toEqual(new Set([attacker]));
  });

  it('with the trust setting off locks the owner out, and the log shows why', async () => {
    local = await start(withoutTrust);
    await failTenTimes(() => attacker);
    expect(await login(owner, seededPassword)).toBe('TooManyAttempts');

    const log = await local.tenantLog();
    expect(log.filter(({ type }) => type === 'sepft')).toEqual([]);
    expect(log.filter(({ type }) => type === 'limit_wc')).toMatchObject([{ ip: proxy }]);
    const exchanges = log.filter(({ type }) => type === 'fepft');
    expect(exchanges.length).toBeGreaterThanOrEqual(10);
    for (const { ip, client_ip } of exchanges) expect([ip, client_ip]).toEqual([proxy, proxy]);
  });

  it('with the proxy on the allowlist and trust off, no attacker is ever blocked', async () => {
    local = await start((settings) => {
      withoutTrust(settings);
      settings.attack_protection.brute_force_protection.allowlist = [proxy];
      settings.attack_protection.suspicious_ip_throttling.allowlist = [proxy];
    });
    await failTenTimes(() => attacker);
    expect(await login('192.0.2.99', 'guess-10')).toBe('InvalidCredentials');
    expect(await login(attacker, seededPassword)).toBe('Session');
    const log = await local.tenantLog();
    expect(log.filter(({ type }) => String(type).startsWith('limit_'))).toEqual([]);
  });

  it('U02: with a forged X-Forwarded-For gets no second ten, and takes no turn of the owner', async () => {
    local = await start();
    await failTenTimes((attempt) => `192.0.2.${attempt}, ${owner}, ${attacker}`);
    expect(await login(`${owner}, ${attacker}`, seededPassword)).toBe('TooManyAttempts');
    expect(await login(owner, seededPassword)).toBe('Session');
  });
});
