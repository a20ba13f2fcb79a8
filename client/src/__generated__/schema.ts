
/** The object types of each interface and union. Apollo Client needs them: `new InMemoryCache({ possibleTypes })`. */
export const possibleTypes: Record<string, string[]> = {
  AcceptInvitationResult: ['AccountBlocked', 'EmailNotVerified', 'FactorNotSupported', 'InvalidCredentials', 'InvalidInput', 'InvitationEnded', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'PasswordLeaked', 'ServiceUnavailable', 'Session', 'TooManyAttempts', 'VerificationRequired', 'WeakPassword'],
  ChallengeMfaResult: ['InvalidInput', 'MfaChallenge', 'MfaTokenExpired', 'ServiceUnavailable', 'TooManyAttempts'],
  ChangePasswordResult: ['AccountBlocked', 'FactorNotSupported', 'InvalidCredentials', 'InvalidInput', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'MfaTokenExpired', 'PasswordChanged', 'PasswordLeaked', 'ServiceUnavailable', 'Session', 'TooManyAttempts', 'VerificationRequired', 'WeakPassword'],
  EndDeviceResult: ['DeviceEnded', 'InvalidInput', 'ReauthenticationRequired', 'ServiceUnavailable', 'TooManyAttempts'],
  EnrollFactorResult: ['AccountBlocked', 'AlreadyEnrolled', 'CodeSent', 'FactorNotOffered', 'InvalidInput', 'MfaTokenExpired', 'ServiceUnavailable', 'TooManyAttempts', 'TotpEnrollment'],
  InvitationResult: ['InvalidInput', 'InvitationEnded', 'InvitationPreview', 'ServiceUnavailable', 'TooManyAttempts'],
  InviteUserResult: ['AlreadyInvited', 'InvalidInput', 'InvitationSent', 'NotAllowed', 'ServiceUnavailable', 'TooManyAttempts', 'UserExists'],
  LoginResult: ['AccountBlocked', 'EmailNotVerified', 'FactorNotSupported', 'InvalidCredentials', 'InvalidInput', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'PasswordLeaked', 'ServiceUnavailable', 'Session', 'TooManyAttempts', 'VerificationRequired'],
  LogoutResult: ['InvalidInput', 'LoggedOut', 'ReauthenticationRequired', 'ServiceUnavailable', 'TooManyAttempts'],
  Problem: ['AccountBlocked', 'AlreadyEnrolled', 'AlreadyInvited', 'ApprovalPending', 'CodeAlreadyUsed', 'EmailAlreadyVerified', 'EmailNotVerified', 'FactorNotOffered', 'FactorNotSupported', 'InvalidCode', 'InvalidCredentials', 'InvalidInput', 'InvalidRefreshToken', 'InvitationEnded', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'MfaTokenExpired', 'NotAllowed', 'PasswordLeaked', 'ReauthenticationRequired', 'ServiceUnavailable', 'SignUpDisabled', 'SignUpRefused', 'TooManyAttempts', 'UserExists', 'VerificationRequired', 'WeakPassword'],
  ReauthenticateResult: ['AccountBlocked', 'FactorNotSupported', 'InvalidCredentials', 'InvalidInput', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'PasswordLeaked', 'Reauthenticated', 'ServiceUnavailable', 'TooManyAttempts', 'VerificationRequired'],
  RefreshResult: ['AccountBlocked', 'EmailNotVerified', 'FactorNotSupported', 'InvalidInput', 'InvalidRefreshToken', 'LoginDenied', 'MfaEnrollmentRequired', 'MfaRequired', 'ServiceUnavailable', 'Session', 'TooManyAttempts'],
  RemoveFactorResult: ['AccountBlocked', 'FactorRemoved', 'InvalidInput', 'MfaTokenExpired', 'ServiceUnavailable', 'TooManyAttempts'],
  RequestPasswordResetResult: ['InvalidInput', 'PasswordResetRequested', 'ServiceUnavailable', 'TooManyAttempts'],
  ResendInvitationResult: ['InvalidInput', 'InvitationEnded', 'InvitationSent', 'NotAllowed', 'ServiceUnavailable', 'TooManyAttempts'],
  ResendVerificationEmailResult: ['EmailAlreadyVerified', 'InvalidInput', 'ServiceUnavailable', 'TooManyAttempts', 'VerificationEmailSent'],
  RevokeInvitationResult: ['InvalidInput', 'InvitationEnded', 'InvitationRevoked', 'NotAllowed', 'ServiceUnavailable', 'TooManyAttempts'],
  SignupResult: ['InvalidInput', 'PasswordLeaked', 'ServiceUnavailable', 'SignUpDisabled', 'SignUpRefused', 'SignedUp', 'TooManyAttempts', 'UserExists', 'WeakPassword'],
  VerifyMfaResult: ['AccountBlocked', 'ApprovalPending', 'CodeAlreadyUsed', 'EmailNotVerified', 'InvalidCode', 'InvalidInput', 'LoginDenied', 'MfaTokenExpired', 'Reauthenticated', 'ServiceUnavailable', 'Session', 'TooManyAttempts'],
};


/** Mutations that take a password, a code or a token. The kit has a function for each. */
export const credentialFields: readonly string[] = [
  'acceptInvitation',
  'challengeMfa',
  'changePassword',
  'endDevice',
  'enrollFactor',
  'login',
  'logout',
  'reauthenticate',
  'refresh',
  'removeFactor',
  'requestPasswordReset',
  'resendVerificationEmail',
  'signup',
  'verifyMfa',
];


/** The permissions that the schema's directives name. Any string, when they name none. */
export type Permission = 'create:invitations' | 'delete:invitations' | 'read:audit' | 'read:invitations';

/** The roles that the schema's directives name. Any string, when they name none. */
export type Role = string;
