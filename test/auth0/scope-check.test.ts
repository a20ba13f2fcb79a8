import { expect, it } from '@jest/globals';
import { ScopeCheck } from '../../src/auth0/scope-check.ts';
import { SettingLog } from '../../src/auth0/setting-log.ts';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';

/** The scopes that each line of the log names for logins that ask for and get these. */
function namedBy(...logins: [asked: string, granted: string | undefined][]): string[][] {
  const named: string[][] = [];
  const check = new ScopeCheck();
  const neither = () => {
    throw new Error('this is a warning');
  };
  const reports = new SettingLog({ now: () => new Date() }).reportsOf({
    ...{ info: neither, error: neither },
    warn: (details: object, message: string) => {
      expect(message).toBe(tenantSettings.unknownScope);
      named.push((details as { scopes: string[] }).scopes);
    },
  });
  for (const [asked, granted] of logins)
    check.check(asked.split(' '), granted?.split(' ').filter(Boolean), reports);
  return named;
}

it.each<[string, Parameters<typeof namedBy>, string[][]]>([
  ['that Auth0 does not grant', [['openid read:a read:b', 'openid read:b']], [['read:a']]],
  ['with the others', [['read:a read:b', '']], [['read:a', 'read:b']]],
  [
    'once',
    [
      ['read:a', ''],
      ['read:a', ''],
    ],
    [['read:a']],
  ],
  ['not when the answer names no scopes', [['read:a', undefined]], []],
  ['not of OpenID Connect', [['openid profile email phone address offline_access', '']], []],
  [
    'not when another user has got it',
    [
      ['read:a', 'read:a'],
      ['read:a', ''],
    ],
    [],
  ],
])('the log names a scope %s', (_when, logins, scopes) => {
  expect(namedBy(...logins)).toEqual(scopes);
});
