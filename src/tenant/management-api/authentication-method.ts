import type { Authenticator } from '../users/authenticator.ts';

/** Formats a second factor for the Management API, where its members have other names than at `/mfa/authenticators`. */
export function authenticationMethod(authenticator: Authenticator): object {
  const { active: confirmed } = authenticator;
  return format({ ...authenticator, ...masked(authenticator) }, { confirmed });
}

/** Formats a second factor that a call has added or changed: it is confirmed without saying so. */
export function changedAuthenticationMethod(authenticator: Authenticator): object {
  return format({ ...authenticator, ...masked(authenticator) });
}

/** Formats a second factor that replaces others. Its address or number is not masked. */
export function replacingAuthenticationMethod(authenticator: Authenticator): object {
  return format(authenticator);
}

function format(authenticator: Authenticator, state: { confirmed?: boolean } = {}): object {
  const { id, kind, name, created_at } = authenticator;
  switch (kind) {
    case 'totp':
    case 'recovery-code':
      return { id, type: kind, ...state, name, created_at };
    case 'email': {
      const { email } = authenticator;
      return { id, type: kind, ...state, name: name ?? email, email, created_at };
    }
    case 'sms': {
      const { phone_number } = authenticator;
      return {
        id: authenticationMethodId(authenticator),
        type: 'phone',
        ...state,
        name: name ?? phone_number,
        phone_number,
        created_at,
        preferred_authentication_method: 'sms',
        authentication_methods: [{ id, type: 'sms' }],
      };
    }
  }
}

/** Returns the ID of a second factor in the Management API: that of a phone begins with `phone|`. */
export function authenticationMethodId({ id }: Pick<Authenticator, 'id'>): string {
  return id.replace(/^sms\|/, 'phone|');
}

function masked(authenticator: Authenticator): object {
  switch (authenticator.kind) {
    case 'email':
      return { email: maskAddress(authenticator.email) };
    case 'sms':
      return { phone_number: maskNumber(authenticator.phone_number) };
    default:
      return {};
  }
}

/** Masks all but the last four digits of a phone number: `XXXXXXXX5044`. */
function maskNumber(phone_number: string): string {
  return phone_number.replaceAll(/.(?=.{4})/g, 'X');
}

/** Masks an e-mail address, except the first four letters of both parts: `chuc****@exam*******`. A short first part is masked whole. */
function maskAddress(email: string): string {
  const [localPart = '', domain = ''] = email.split('@');
  const shown = localPart.length > 4 ? localPart.slice(0, 4) : '';
  return `${shown}****@${domain.slice(0, 4)}*******`;
}
