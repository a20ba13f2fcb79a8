import { describe, expect, it } from '@jest/globals';
import { passwordRules, type PasswordPolicy } from '../../src/tenant/passwords/password-policy.ts';
import { meets } from '../../web/src/parts/check-password.ts';

const complexity: NonNullable<PasswordPolicy['password_options']>['complexity'] = {
  min_length: 12,
  character_types: ['lowercase', 'number'],
  character_type_rule: 'all',
  identical_characters: 'block',
  sequential_characters: 'block',
  max_length_exceeded: 'error',
};
const policies: PasswordPolicy[] = [
  ...(['none', 'low', 'fair', 'good', 'excellent'] as const).map((passwordPolicy) => ({
    passwordPolicy,
    password_complexity_options: {},
  })),
  {
    passwordPolicy: 'none',
    password_complexity_options: {},
    password_options: { complexity },
  } as PasswordPolicy,
];
const passwords = [
  ...['', 'a', 'aaa', 'aab', 'aabb', 'abc', 'abd', 'cba', '321', 'a😀😀😀', 'ä'.repeat(37)],
  ...[
    'password',
    'Password1',
    'Password 1',
    'PASSWORD_1',
    'Quiet-River-42-Lantern',
    'x'.repeat(73),
  ],
];

describe('a rule that ticks while the user types', () => {
  it.each(passwords)('judges %j as the tenant does', (password) => {
    const rules = policies.flatMap((policy) => passwordRules(policy, password));
    for (const { code, format = [], items = [], verified } of rules) {
      const numbers = format.filter((value) => typeof value === 'number');
      const parts = items.map((item) => ({ code: item.code, message: item.message }));
      expect([code, meets({ code, numbers, items: parts }, password)]).toEqual([code, verified]);
      for (const item of items) expect(meets({ code: item.code }, password)).toBe(item.verified);
    }
  });

  it.each(['dictionary', 'noUserInfo', 'history', 'breached', 'ofALaterVersion'])(
    'stays open for %s, which only the identity provider can judge',
    (code) => {
      expect(meets({ code }, 'Quiet-River-42-Lantern')).toBeUndefined();
    },
  );
});
