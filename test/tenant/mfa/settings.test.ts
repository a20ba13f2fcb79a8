import { describe, expect, it } from '@jest/globals';
import type { TenantConfigurationError } from '../../../src/tenant/configuration-error.ts';
import { parseSettings } from '../../../src/tenant/settings/parse-settings.ts';
import { seededSettings } from '../support.ts';

function mistakes(change: { authentication_methods?: object[]; guardian?: object }): string[] {
  const { authentication_methods = [], guardian = {} } = change;
  const [admin] = seededSettings.users;
  try {
    parseSettings({ ...seededSettings, users: [{ ...admin, authentication_methods }], guardian });
    return [];
  } catch (error) {
    return (error as TenantConfigurationError).mistakes;
  }
}

describe('the settings of second factors', () => {
  it('take what a user needs to show each of them', () => {
    const authentication_methods = [
      { type: 'totp', totp_secret: 'NOTREALNOTREALNOTREALNOTREALNOTR' },
      { type: 'phone', phone_number: '+4915112345678' },
      { type: 'email', email: 'ada@example.org' },
      { type: 'recovery-code', recovery_code: 'NOTREALRECOVERYCODE22222' },
    ];
    expect(mistakes({ authentication_methods })).toEqual([]);
  });

  it.each<[object, string]>([
    [{ type: 'totp' }, 'totp_secret: Invalid input: expected string, received undefined'],
    [
      { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' },
      'totp_secret: must be Base32 of 16 bytes or more',
    ],
    [{ type: 'phone', phone_number: '0151' }, 'phone_number: must be a number such as +4930901820'],
    [{ type: 'email', email: 'ada' }, 'email: Invalid email address'],
    [
      { type: 'recovery-code', recovery_code: '' },
      'recovery_code: Too small: expected string to have >=8 characters',
    ],
    [
      { type: 'carrier-pigeon' },
      "type: Invalid discriminator value. Expected 'totp' | 'phone' | 'email' | 'recovery-code'",
    ],
  ])('say what is wrong with %j', (method, mistake) => {
    expect(mistakes({ authentication_methods: [method] })).toEqual([
      `users[0].authentication_methods[0].${mistake}`,
    ]);
  });

  it('take the names of guardian/factors, and all of them are off by default', () => {
    expect(mistakes({ guardian: { factors: [{ name: 'fax', enabled: true }] } })).toHaveLength(1);
    expect(parseSettings({}).guardian).toEqual({
      policies: [],
      factors: [],
      challenge_on_refresh: false,
    });
  });
});
