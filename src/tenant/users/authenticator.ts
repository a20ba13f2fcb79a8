/** Kind of an authenticator, with which its ID begins. */
export type AuthenticatorKind = AuthenticatorDetails['kind'];

/** Details of an authenticator, which depend on its kind. */
export type AuthenticatorDetails =
  | {
      kind: 'totp';
      /** Shared secret, in Base32. */
      secret: string;
      /** Time step of the last accepted code. No code is accepted twice (RFC 6238 §5.2). */
      usedStep?: number;
    }
  | {
      kind: 'sms';
      /** Phone number in E.164 format. */
      phone_number: string;
    }
  | { kind: 'email'; email: string }
  | { kind: 'recovery-code'; code: string; usedCodes: string[] };

/** Members that all authenticators have. */
export interface Enrollment {
  /** ID of the authenticator: its kind, `|dev_` and 16 characters. */
  id: string;
  /** Whether a first code has confirmed the authenticator. */
  active: boolean;
  /** Name that a call of the Management API gave it. */
  name?: string;
  /** Time in ISO 8601 at which the enrolment began. */
  created_at?: string;
}

/** A second factor of a user. */
export type Authenticator = AuthenticatorDetails & Enrollment;
