import type { SeededUser } from './settings/settings.ts';

/** Formats the accounts in the settings file, one line each, in columns: e-mail address, roles, password. */
export function accountLines(users: SeededUser[]): string[] {
  const accounts = users.map(({ email, roles, password }) => ({
    email,
    roles: roles.join(', ') || 'no role',
    password,
  }));
  const emailWidth = Math.max(...accounts.map(({ email }) => email.length));
  const rolesWidth = Math.max(...accounts.map(({ roles }) => roles.length));
  return accounts.map(({ email, roles, password }) =>
    [email.padEnd(emailWidth), roles.padEnd(rolesWidth), password].join('  '),
  );
}
