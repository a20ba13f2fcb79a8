import type { Authenticator } from '../users/authenticator.ts';

/** Formats a second factor for the Management API, where its members have other names than at `/mfa/authenticators`. */
export function authenticationMethod(authenticator: Authenticator): object {
  const { id, kind, active: confirmed, created_at } = authenticator;
  switch (kind) {
    case 'totp':
    case 'recovery-code':
      return { id, type: kind, confirmed, created_at };
    case 'email': {
      const email = maskAddress(authenticator.email);
      return { id, type: 'email', confirmed, name: email, email, created_at };
    }
    case 'sms': {
      const phone_number = maskNumber(authenticator.phone_number);
      return {
        id: authenticationMethodId(authenticator),
        type: 'phone',
        confirmed,
        name: phone_number,
        phone_number,
        preferred_authentication_method: 'sms',
        authentication_methods: [{ id, type: 'sms' }],
        created_at,
      };
    }
  }
}

/** Returns the ID of a second factor in the Management API: that of a phone begins with `phone|`. */
export function authenticationMethodId({ id }: Authenticator): string {
  return id.replace(/^sms\|/, 'phone|');
}

/** Masks all but the last four digits of a phone number: `XXXXXXXX5044`. */
function maskNumber(phone_number: string): string {
  return phone_number.replaceAll(/.(?=.{4})/g, 'X');
}

/** Masks an e-mail address, except the first four letters of both parts: `chuc****@exam*******`. */
function maskAddress(email: string): string {
  const [localPart = '', domain = ''] = email.split('@');
  return `${localPart.slice(0, 4)}****@${domain.slice(0, 4)}*******`;
}
