/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A password sign-in. */
export type LoginInput = {
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: string;
  /** Where the account lives, by the name of one of `capabilities.realms`. May be left out where there is one alone. */
  readonly realm?: string | null | undefined;
  /**
   * Scopes to ask for, out of those that the gateway is configured with; left out: all of them. What was granted is in
   * `Session.scopes`. Asked for no scope of the API at all, Auth0 grants every one the person may have.
   */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** E-mail address or username, whichever the tenant's connection takes. At most 320 characters. */
  readonly username: string;
};

/** What to end. The bearer of the request itself is always part of it. */
export type LogoutInput = {
  /** `Session.refreshToken`. Leave it out when the session has none. */
  readonly refreshToken?: string | null | undefined;
};

/** Every refusal there is. */
export type ProblemCode =
  /** An administrator has blocked the account. */
  | 'ACCOUNT_BLOCKED'
  /** The person has a second factor already, and has to prove it before another is added. */
  | 'ALREADY_ENROLLED'
  /** The person has not yet approved on their phone: ask again. */
  | 'APPROVAL_PENDING'
  /** The code of the second factor was right, and has been used before. */
  | 'CODE_ALREADY_USED'
  /** The e-mail address is verified: there is nothing to send. */
  | 'EMAIL_ALREADY_VERIFIED'
  /** The e-mail address has to be verified before the person can sign in. */
  | 'EMAIL_NOT_VERIFIED'
  /** The tenant does not offer this kind of second factor. */
  | 'FACTOR_NOT_OFFERED'
  /** The code of the second factor is wrong. */
  | 'INVALID_CODE'
  /** Wrong password, or no such account: which of the two is not told. */
  | 'INVALID_CREDENTIALS'
  /** The person typed something that cannot be right; `InvalidInput.field` says where. */
  | 'INVALID_INPUT'
  /** The refresh token is unknown, expired, revoked or used up: sign in again. */
  | 'INVALID_REFRESH_TOKEN'
  /** The team's own rules refused this sign-in. */
  | 'LOGIN_DENIED'
  /** The account needs a second factor and has none yet. */
  | 'MFA_ENROLLMENT_REQUIRED'
  /** The account needs a second factor. */
  | 'MFA_REQUIRED'
  /** The `mfaToken` has expired, or was used up: begin anew. */
  | 'MFA_TOKEN_EXPIRED'
  /** The password is known from a data breach elsewhere: it must be reset before it can be used. */
  | 'PASSWORD_LEAKED'
  /**
   * What has to answer is down, slow or misconfigured: the identity provider, or a service behind the gateway. It is not the
   * person's fault.
   */
  | 'SERVICE_UNAVAILABLE'
  /** Accounts cannot be created here by oneself. */
  | 'SIGN_UP_DISABLED'
  /** The account was not created, and the tenant does not disclose why. Often the address is taken. */
  | 'SIGN_UP_REFUSED'
  /** Too many attempts for this account or from this address. */
  | 'TOO_MANY_ATTEMPTS'
  /** The identity provider's overall rate limit was reached, whoever used it up: wait, then try again. */
  | 'TOO_MANY_REQUESTS'
  /** There is an account with this address or username already. Only where the tenant discloses it. */
  | 'USER_EXISTS'
  /** The identity provider took the request for an automated one and asks for a challenge that cannot be shown here. */
  | 'VERIFICATION_REQUIRED'
  /** The password does not meet the rules; `WeakPassword.rules` has them one by one. */
  | 'WEAK_PASSWORD';

/** A refresh. */
export type RefreshInput = {
  /** `Session.refreshToken` of the latest sign-in or refresh. */
  readonly refreshToken: string;
};

/** A new account. */
export type SignupInput = {
  /** E-mail address, at most 254 characters. */
  readonly email: string;
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: string;
  /** Where the account shall live, by the name of one of `capabilities.realms`. May be left out where there is one alone. */
  readonly realm?: string | null | undefined;
  /** A username, in realms that have them (`capabilities.realms.identifiers`). At most 128 characters. */
  readonly username?: string | null | undefined;
};

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { readonly login:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'EmailNotVerified', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'VerificationRequired', readonly code: ProblemCode, readonly message: string }
   | null };

export type LogoutMutationVariables = Exact<{
  input: LogoutInput;
}>;


export type LogoutMutation = { readonly logout:
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoggedOut', readonly accessTokenRevoked: boolean, readonly refreshTokenRevoked: boolean }
    | { readonly __typename: 'ServiceUnavailable', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly code: ProblemCode, readonly message: string }
   | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } | null };

export type RefreshMutationVariables = Exact<{
  input: RefreshInput;
}>;


export type RefreshMutation = { readonly refresh:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'EmailNotVerified', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidRefreshToken', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string> }
    | { readonly __typename: 'TooManyAttempts', readonly code: ProblemCode, readonly message: string }
   | null };

export type SignupMutationVariables = Exact<{
  input: SignupInput;
}>;


export type SignupMutation = { readonly signup:
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignUpDisabled', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignUpRefused', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignedUp', readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'UserExists', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'WeakPassword', readonly code: ProblemCode, readonly message: string, readonly rules: ReadonlyArray<{ readonly code: string, readonly message: string, readonly met: boolean, readonly items: ReadonlyArray<{ readonly code: string, readonly message: string, readonly met: boolean }> }> }
   | null };


export const LoginDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"idToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresIn"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TooManyAttempts"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const LogoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LogoutInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logout"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoggedOut"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessTokenRevoked"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenRevoked"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;
export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const RefreshDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Refresh"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refresh"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"idToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresIn"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RefreshMutation, RefreshMutationVariables>;
export const SignupDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Signup"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignupInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signup"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WeakPassword"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"met"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"met"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TooManyAttempts"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SignupMutation, SignupMutationVariables>;