import type { TenantSettings } from '../../src/tenant/settings/settings.ts';

/** A user with an authenticator app, a phone and a recovery code. */
export const careful = {
  email: 'careful@example.com',
  phone: '+15005550006',
  recoveryCode: 'LOCALRECOVERYCODE0000001',
  otpauthUri:
    'otpauth://totp/Gatehouse:careful?secret=NOTREALNOTREALNOTREALNOTREALNOTR&issuer=Gatehouse',
};

/** A user whose password is known from a data breach. */
export const leaked = {
  email: 'leaked@example.com',
  user_id: 'auth0|leaked',
  password: 'AUTH0-TEST-Leaked-Password-1',
};

/** Adds the users of the flows to those of the local tenant, and a second realm. Each flow that changes an account has its own. */
export function addAccounts({ connections, users }: TenantSettings): void {
  const [connection] = connections;
  const user = users.find(({ email }) => email === 'user@example.com');
  if (!connection || !user) throw new Error('the local tenant has no user or no realm');
  connections.push({ ...structuredClone(connection), name: 'partners' });
  const add = (email: string, more: Partial<typeof user> = {}) =>
    users.push({ ...structuredClone(user), user_id: `auth0|${email}`, email, ...more });
  add('partner@example.com', { connection: 'partners' });
  add(leaked.email, leaked);
  add('enrolls@example.com');
  add('changes@example.com');
  add(careful.email, {
    authentication_methods: [
      { type: 'totp', totp_secret: new URL(careful.otpauthUri).searchParams.get('secret') ?? '' },
      { type: 'phone', phone_number: careful.phone },
      { type: 'recovery-code', recovery_code: careful.recoveryCode },
    ],
  });
}
