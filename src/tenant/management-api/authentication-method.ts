import type { Authenticator } from '../mfa/authenticators.ts';

/** A second factor as the Management API shows it: other names than `/mfa/authenticators` has, and a phone is one of two things. */
export function authenticationMethod(authenticator: Authenticator): object {
  const { id, kind, active: confirmed } = authenticator;
  switch (kind) {
    case 'totp':
    case 'recovery-code':
      return { id, type: kind, confirmed };
    case 'email': {
      const email = maskAddress(authenticator.email);
      return { id, type: 'email', confirmed, name: email, email };
    }
    case 'sms': {
      const phone_number = maskNumber(authenticator.phone_number);
      return {
        id: id.replace('sms|', 'phone|'),
        type: 'phone',
        confirmed,
        name: phone_number,
        phone_number,
        preferred_authentication_method: 'sms',
        authentication_methods: [{ id, type: 'sms' }],
      };
    }
  }
}

/** `XXXXXXXX5044`: all but the last four digits. */
function maskNumber(phone_number: string): string {
  return phone_number.replaceAll(/.(?=.{4})/g, 'X');
}

/** `chuc****@exam*******`: the first four letters of each part. */
function maskAddress(email: string): string {
  const [localPart = '', domain = ''] = email.split('@');
  return `${localPart.slice(0, 4)}****@${domain.slice(0, 4)}*******`;
}
