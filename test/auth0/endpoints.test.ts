import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { auth0Calls, endpointOf } from '../../src/auth0/endpoints.ts';

const named = new Set([...auth0Calls().counts.series()].map(({ labels }) => labels['endpoint']));

it('every path that a data source of Auth0 calls is an endpoint of the metrics', () => {
  const source = readdirSync('src/auth0')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`src/auth0/${name}`, 'utf8'))
    .join('\n');
  const calls = source.matchAll(/this\.(?:get|post|patch|put|delete)\(\s*['`]([^'`]+)['`]/g);
  const paths = [...calls].map(([, path = '']) => path.replaceAll(/\$\{[^}]*\}/g, 'auth0%7C1'));
  expect(paths.length).toBeGreaterThan(12);
  expect(paths.filter((path) => !named.has(endpointOf(path)))).toEqual([]);
});

it.each([
  ['oauth/token', 'oauth/token'],
  ['api/v2/users', 'api/v2/users'],
  ['api/v2/users/auth0%7C1', 'api/v2/users/{id}'],
  ['mfa/authenticators/totp%7C1', 'mfa/authenticators/{id}'],
])('%s is the endpoint %s', (path, endpoint) => {
  expect(endpointOf(path)).toBe(endpoint);
});

it.each(['', 'oauth/token/', 'api/v2/roles/1', '../users/1', 'toString'])(
  'the path %j is no endpoint',
  (path) => {
    expect(named.has(endpointOf(path))).toBe(false);
  },
);
