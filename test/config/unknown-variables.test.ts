import { describe, expect, it } from '@jest/globals';
import { findUnknownVariables, listVariables } from '../../src/config/unknown-variables.ts';

const known = [...listVariables(['orders', 'orderHistory']), 'TENANT_PORT', 'TENANT_FILE'];

const linesFor = (...names: string[]) =>
  findUnknownVariables(Object.fromEntries(names.map((name) => [name, 'secret'])), known);

describe('findUnknownVariables', () => {
  it.each([
    ['AUTH0_DOMIAN', 'AUTH0_DOMAIN'],
    ['AUTH0_CLIENTID', 'AUTH0_CLIENT_ID'],
    ['AUTH0_CONECTION', 'AUTH0_CONNECTION'],
    ['AUTH_DOMAIN', 'AUTH0_DOMAIN'],
    ['auth0_domain', 'AUTH0_DOMAIN'],
    ['TRUSTED_PROXIS', 'TRUSTED_PROXIES'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['REDIS_URI', 'REDIS_URL'],
    ['JWKS_MAXAGE', 'JWKS_MAX_AGE'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['HTTPS_PROXI', 'HTTPS_PROXY'],
    ['TENANT_PROT', 'TENANT_PORT'],
    ['SERVICE_ORDER_URL', 'SERVICE_ORDERS_URL'],
    ['SERVICE_ORDERHISTORY_AUTH', 'SERVICE_ORDER_HISTORY_AUTH'],
  ])('takes %s for a misspelling of %s', (name, meant) => {
    expect(linesFor(name)).toEqual([`${name}: Unknown variable, ignored. Did you mean ${meant}?`]);
  });

  it('names every unknown variable that begins with AUTH0_, and no value', () => {
    expect(linesFor('AUTH0_ORGANIZATION')).toEqual([
      'AUTH0_ORGANIZATION: Unknown variable, ignored. Misspelled?',
    ]);
  });

  it('is silent on what is read, and on variables of other programs', () => {
    expect(linesFor(...known)).toEqual([]);
    const others = ['HOME', 'HOSTS', 'POST', 'PATH', 'TENANT_ID', 'JWKS_URI', 'REDIS_PORT'];
    const kubernetes = ['GATEWAY_PORT', 'GATEWAY_SERVICE_HOST', 'ORDERS_SERVICE_PORT'];
    const proxies = [
      'https_proxy',
      'http_proxy',
      'no_proxy',
      'ftp_proxy',
      'FTP_PROXY',
      'all_proxy',
    ];
    expect(linesFor(...others, ...kubernetes, 'SERVICE_NAME', 'NODE_OPTIONS', ...proxies)).toEqual(
      [],
    );
  });
});
