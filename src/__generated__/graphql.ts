import type { GraphQLResolveInfo } from 'graphql';
import type { ProfileModel } from '../sessions/profile.ts';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
};

/** An administrator has blocked the account. */
export type AccountBlocked = Problem & {
  readonly __typename?: 'AccountBlocked';
  /** `ACCOUNT_BLOCKED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** Wrong password or unknown account: both look alike. */
export type InvalidCredentials = Problem & {
  readonly __typename?: 'InvalidCredentials';
  /** `INVALID_CREDENTIALS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** Something a person typed cannot be right. Nothing came of it. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  /** `INVALID_INPUT`. */
  readonly code: ProblemCode;
  /** The field of `input` it is about, for example `email`. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the field. Never repeats its value. */
  readonly message: Scalars['String']['output'];
};

/** The refresh token cannot be used any more: sign in again. */
export type InvalidRefreshToken = Problem & {
  readonly __typename?: 'InvalidRefreshToken';
  /** `INVALID_REFRESH_TOKEN`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** What logging out has ended. */
export type LoggedOut = {
  readonly __typename?: 'LoggedOut';
  /**
   * True when the bearer access token sent with this request is refused by this gateway from now on.
   * False when none was sent, or when the one sent was not valid any more.
   */
  readonly accessTokenRevoked: Scalars['Boolean']['output'];
  /**
   * True when the identity provider has accepted the revocation of the refresh token and of every token that came of it; it
   * does so for one that it does not know, too. False when none was given.
   */
  readonly refreshTokenRevoked: Scalars['Boolean']['output'];
};

/** The team's own rules (a post-login Action) refused this sign-in. */
export type LoginDenied = Problem & {
  readonly __typename?: 'LoginDenied';
  /** `LOGIN_DENIED`. */
  readonly code: ProblemCode;
  /** Safe to show. The Action's own text stays in the tenant's log. */
  readonly message: Scalars['String']['output'];
};

/** A password sign-in. */
export type LoginInput = {
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
  /** E-mail address or username, whichever the tenant's connection takes. At most 320 characters. */
  readonly username: Scalars['String']['input'];
};

/** What can come of `login`. */
export type LoginResult = AccountBlocked | InvalidCredentials | InvalidInput | LoginDenied | MfaRequired | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired;

/** What to end. The bearer of the request itself is always part of it. */
export type LogoutInput = {
  /** `Session.refreshToken`. Leave it out when the session has none. */
  readonly refreshToken?: InputMaybe<Scalars['String']['input']>;
};

/** What can come of `logout`. */
export type LogoutResult = InvalidInput | LoggedOut | ServiceUnavailable | TooManyAttempts;

/** The password was right, and the account needs a second factor. */
export type MfaRequired = Problem & {
  readonly __typename?: 'MfaRequired';
  /** `MFA_REQUIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Signs in with a password. Send the `accessToken` of the `Session` as `Authorization: Bearer …` from then on. */
  readonly login?: Maybe<LoginResult>;
  /**
   * Signs out: revokes the refresh token at the identity provider and refuses the bearer sent with this request from now on.
   * A live refresh token suffices when the bearer has expired.
   */
  readonly logout?: Maybe<LogoutResult>;
  /**
   * Exchanges a refresh token for a new `Session`. Works while the bearer has expired.
   * Store the new refresh token at once: the old one is used up.
   */
  readonly refresh?: Maybe<RefreshResult>;
  /** Creates an account. It does not sign in: call `login` next. */
  readonly signup?: Maybe<SignupResult>;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationLoginArgs = {
  input: LoginInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationLogoutArgs = {
  input: LogoutInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationRefreshArgs = {
  input: RefreshInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationSignupArgs = {
  input: SignupInput;
};

/** The password is known from a data breach elsewhere. At sign-in: it must be reset. At sign-up: choose another. */
export type PasswordLeaked = Problem & {
  readonly __typename?: 'PasswordLeaked';
  /** `PASSWORD_LEAKED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** One rule of the tenant's password policy, for the password that was sent. */
export type PasswordRule = {
  readonly __typename?: 'PasswordRule';
  /** Auth0's code for the rule, for example `lengthAtLeast` or `containsAtLeast`. New codes may appear. */
  readonly code: Scalars['String']['output'];
  /** The parts of a compound rule such as `containsAtLeast`; empty for a simple one. */
  readonly items: ReadonlyArray<PasswordRuleItem>;
  /** The rule in words, with its numbers filled in. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Whether the password meets it. */
  readonly met: Scalars['Boolean']['output'];
};

/** One part of a compound password rule. */
export type PasswordRuleItem = {
  readonly __typename?: 'PasswordRuleItem';
  /** Auth0's code for the part, for example `lowerCase`. */
  readonly code: Scalars['String']['output'];
  /** The part in words. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Whether the password meets it. */
  readonly met: Scalars['Boolean']['output'];
};

/** An expected refusal. Ask for `... on Problem { code message }` and every refusal is covered, also those added later. */
export type Problem = {
  /** What programs read. */
  readonly code: ProblemCode;
  /** English, and safe to show to the person. */
  readonly message: Scalars['String']['output'];
};

/** Every refusal there is. */
export type ProblemCode =
  /** An administrator has blocked the account. */
  | 'ACCOUNT_BLOCKED'
  /** Wrong password, or no such account: which of the two is not told. */
  | 'INVALID_CREDENTIALS'
  /** The person typed something that cannot be right; `InvalidInput.field` says where. */
  | 'INVALID_INPUT'
  /** The refresh token is unknown, expired, revoked or used up: sign in again. */
  | 'INVALID_REFRESH_TOKEN'
  /** The team's own rules refused this sign-in. */
  | 'LOGIN_DENIED'
  /** The account needs a second factor. */
  | 'MFA_REQUIRED'
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

/** A person, as that person may see themselves. */
export type Profile = {
  readonly __typename?: 'Profile';
  /** E-mail address. Null when the account has none, or when it could not be read just now (see `errors`). */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Whether the person has proved that the address is theirs. Null when that is not known. */
  readonly emailVerified?: Maybe<Scalars['Boolean']['output']>;
  /** The user's id at the identity provider (`sub`), for example `auth0|6500000000000000000000a1`. */
  readonly id: Scalars['ID']['output'];
  /** Permissions from the access token (Auth0 RBAC). Empty when there are none, and always empty with RBAC off. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Role names from the access token. Empty for an account that has just been created. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
};

/** What can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /** The signed-in person, as the bearer access token tells. Without a valid bearer: null, and `UNAUTHENTICATED` in `errors`. */
  readonly me?: Maybe<Profile>;
};

/** A refresh. */
export type RefreshInput = {
  /** `Session.refreshToken` of the latest sign-in or refresh. */
  readonly refreshToken: Scalars['String']['input'];
};

/** What can come of `refresh`. */
export type RefreshResult = AccountBlocked | InvalidInput | InvalidRefreshToken | LoginDenied | MfaRequired | ServiceUnavailable | Session | TooManyAttempts;

/** What has to answer is down, slow or misconfigured. */
export type ServiceUnavailable = Problem & {
  readonly __typename?: 'ServiceUnavailable';
  /** `SERVICE_UNAVAILABLE`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds after which another try makes sense. Null when nobody can tell. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/** What a successful sign-in returns. */
export type Session = {
  readonly __typename?: 'Session';
  /** Send it as `Authorization: Bearer …`. Null when a cookie holds it. */
  readonly accessToken?: Maybe<Scalars['String']['output']>;
  /** Seconds until the access token expires, counted from this answer. */
  readonly expiresIn: Scalars['Int']['output'];
  /**
   * For the client itself (OpenID Connect); never send it as the bearer. Null without the `openid` scope, or when a cookie
   * holds the session.
   */
  readonly idToken?: Maybe<Scalars['String']['output']>;
  /**
   * Exchange it with `refresh` before or after the access token expires. Null when the sign-in was made without
   * `offline_access`, when the tenant gives none, or when a cookie holds it.
   */
  readonly refreshToken?: Maybe<Scalars['String']['output']>;
  /** The scopes that were granted; they may be fewer, or more, than were asked for. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** How to send the access token: `Bearer`. */
  readonly tokenType: Scalars['String']['output'];
  /** Who signed in. */
  readonly user: Profile;
};

/** Accounts cannot be created here by oneself. */
export type SignUpDisabled = Problem & {
  readonly __typename?: 'SignUpDisabled';
  /** `SIGN_UP_DISABLED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account was not created, and the tenant does not disclose why. */
export type SignUpRefused = Problem & {
  readonly __typename?: 'SignUpRefused';
  /** `SIGN_UP_REFUSED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account exists now. */
export type SignedUp = {
  readonly __typename?: 'SignedUp';
  /** The new account. Roles and permissions are those of somebody who has just arrived: none. */
  readonly user: Profile;
};

/** A new account. */
export type SignupInput = {
  /** E-mail address, at most 254 characters. */
  readonly email: Scalars['String']['input'];
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
};

/** What can come of `signup`. */
export type SignupResult = InvalidInput | PasswordLeaked | ServiceUnavailable | SignUpDisabled | SignUpRefused | SignedUp | TooManyAttempts | UserExists | WeakPassword;

/** A limit was reached. */
export type TooManyAttempts = Problem & {
  readonly __typename?: 'TooManyAttempts';
  /** `TOO_MANY_ATTEMPTS`, or `TOO_MANY_REQUESTS` when it is the identity provider's overall limit. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds after which another try makes sense. Null when the identity provider does not say. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/** There is such an account already. Only where the tenant discloses it. */
export type UserExists = Problem & {
  readonly __typename?: 'UserExists';
  /** `USER_EXISTS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The identity provider asks for a challenge (bot detection) that cannot be shown here. */
export type VerificationRequired = Problem & {
  readonly __typename?: 'VerificationRequired';
  /** `VERIFICATION_REQUIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The password does not meet the tenant's rules. */
export type WeakPassword = Problem & {
  readonly __typename?: 'WeakPassword';
  /** `WEAK_PASSWORD`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Every rule the tenant named, met or not. */
  readonly rules: ReadonlyArray<PasswordRule>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  LoginResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( InvalidCredentials & { __typename: 'InvalidCredentials' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationRequired & { __typename: 'VerificationRequired' } )
  ;
  LogoutResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoggedOut & { __typename: 'LoggedOut' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  RefreshResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvalidRefreshToken & { __typename: 'InvalidRefreshToken' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  SignupResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( SignUpDisabled & { __typename: 'SignUpDisabled' } )
    | ( SignUpRefused & { __typename: 'SignUpRefused' } )
    | ( Omit<SignedUp, 'user'> & { user: _RefType['Profile'] } & { __typename: 'SignedUp' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( UserExists & { __typename: 'UserExists' } )
    | ( WeakPassword & { __typename: 'WeakPassword' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( AccountBlocked )
    | ( InvalidCredentials )
    | ( InvalidInput )
    | ( InvalidRefreshToken )
    | ( LoginDenied )
    | ( MfaRequired )
    | ( PasswordLeaked )
    | ( ServiceUnavailable )
    | ( SignUpDisabled )
    | ( SignUpRefused )
    | ( TooManyAttempts )
    | ( UserExists )
    | ( VerificationRequired )
    | ( WeakPassword )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountBlocked: ResolverTypeWrapper<AccountBlocked>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidCredentials: ResolverTypeWrapper<InvalidCredentials>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  InvalidRefreshToken: ResolverTypeWrapper<InvalidRefreshToken>;
  LoggedOut: ResolverTypeWrapper<LoggedOut>;
  LoginDenied: ResolverTypeWrapper<LoginDenied>;
  LoginInput: LoginInput;
  LoginResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LoginResult']>;
  LogoutInput: LogoutInput;
  LogoutResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LogoutResult']>;
  MfaRequired: ResolverTypeWrapper<MfaRequired>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PasswordLeaked: ResolverTypeWrapper<PasswordLeaked>;
  PasswordRule: ResolverTypeWrapper<PasswordRule>;
  PasswordRuleItem: ResolverTypeWrapper<PasswordRuleItem>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  ProblemCode: ProblemCode;
  Profile: ResolverTypeWrapper<ProfileModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RefreshInput: RefreshInput;
  RefreshResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RefreshResult']>;
  ServiceUnavailable: ResolverTypeWrapper<ServiceUnavailable>;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['Profile'] }>;
  SignUpDisabled: ResolverTypeWrapper<SignUpDisabled>;
  SignUpRefused: ResolverTypeWrapper<SignUpRefused>;
  SignedUp: ResolverTypeWrapper<Omit<SignedUp, 'user'> & { user: ResolversTypes['Profile'] }>;
  SignupInput: SignupInput;
  SignupResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignupResult']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TooManyAttempts: ResolverTypeWrapper<TooManyAttempts>;
  UserExists: ResolverTypeWrapper<UserExists>;
  VerificationRequired: ResolverTypeWrapper<VerificationRequired>;
  WeakPassword: ResolverTypeWrapper<WeakPassword>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountBlocked: AccountBlocked;
  Boolean: Scalars['Boolean']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  InvalidCredentials: InvalidCredentials;
  InvalidInput: InvalidInput;
  InvalidRefreshToken: InvalidRefreshToken;
  LoggedOut: LoggedOut;
  LoginDenied: LoginDenied;
  LoginInput: LoginInput;
  LoginResult: ResolversUnionTypes<ResolversParentTypes>['LoginResult'];
  LogoutInput: LogoutInput;
  LogoutResult: ResolversUnionTypes<ResolversParentTypes>['LogoutResult'];
  MfaRequired: MfaRequired;
  Mutation: Record<PropertyKey, never>;
  PasswordLeaked: PasswordLeaked;
  PasswordRule: PasswordRule;
  PasswordRuleItem: PasswordRuleItem;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Profile: ProfileModel;
  Query: Record<PropertyKey, never>;
  RefreshInput: RefreshInput;
  RefreshResult: ResolversUnionTypes<ResolversParentTypes>['RefreshResult'];
  ServiceUnavailable: ServiceUnavailable;
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['Profile'] };
  SignUpDisabled: SignUpDisabled;
  SignUpRefused: SignUpRefused;
  SignedUp: Omit<SignedUp, 'user'> & { user: ResolversParentTypes['Profile'] };
  SignupInput: SignupInput;
  SignupResult: ResolversUnionTypes<ResolversParentTypes>['SignupResult'];
  String: Scalars['String']['output'];
  TooManyAttempts: TooManyAttempts;
  UserExists: UserExists;
  VerificationRequired: VerificationRequired;
  WeakPassword: WeakPassword;
};

export type AuthenticatedDirectiveArgs = { };

export type AuthenticatedDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = AuthenticatedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CredentialDirectiveArgs = { };

export type CredentialDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = CredentialDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PublicDirectiveArgs = { };

export type PublicDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = PublicDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresPermissionsDirectiveArgs = {
  permissions: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresPermissionsDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresPermissionsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresRolesDirectiveArgs = {
  roles: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresRolesDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresRolesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresScopesDirectiveArgs = {
  scopes: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresScopesDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountBlockedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountBlocked'] = ResolversParentTypes['AccountBlocked']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidCredentialsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidCredentials'] = ResolversParentTypes['InvalidCredentials']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidRefreshTokenResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidRefreshToken'] = ResolversParentTypes['InvalidRefreshToken']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoggedOutResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoggedOut'] = ResolversParentTypes['LoggedOut']> = {
  accessTokenRevoked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshTokenRevoked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoginDeniedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoginDenied'] = ResolversParentTypes['LoginDenied']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoginResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoginResult'] = ResolversParentTypes['LoginResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaRequired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired', ParentType, ContextType>;
};

export type LogoutResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LogoutResult'] = ResolversParentTypes['LogoutResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'LoggedOut' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type MfaRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MfaRequired'] = ResolversParentTypes['MfaRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  login?: Resolver<Maybe<ResolversTypes['LoginResult']>, ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  logout?: Resolver<Maybe<ResolversTypes['LogoutResult']>, ParentType, ContextType, RequireFields<MutationLogoutArgs, 'input'>>;
  refresh?: Resolver<Maybe<ResolversTypes['RefreshResult']>, ParentType, ContextType, RequireFields<MutationRefreshArgs, 'input'>>;
  signup?: Resolver<Maybe<ResolversTypes['SignupResult']>, ParentType, ContextType, RequireFields<MutationSignupArgs, 'input'>>;
};

export type PasswordLeakedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordLeaked'] = ResolversParentTypes['PasswordLeaked']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PasswordRuleResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordRule'] = ResolversParentTypes['PasswordRule']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['PasswordRuleItem']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  met?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PasswordRuleItemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordRuleItem'] = ResolversParentTypes['PasswordRuleItem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  met?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'InvalidCredentials' | 'InvalidInput' | 'InvalidRefreshToken' | 'LoginDenied' | 'MfaRequired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'SignUpDisabled' | 'SignUpRefused' | 'TooManyAttempts' | 'UserExists' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
};

export type ProfileResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Profile'] = ResolversParentTypes['Profile']> = {
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['Profile']>, ParentType, ContextType>;
};

export type RefreshResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RefreshResult'] = ResolversParentTypes['RefreshResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'InvalidInput' | 'InvalidRefreshToken' | 'LoginDenied' | 'MfaRequired' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ServiceUnavailableResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ServiceUnavailable'] = ResolversParentTypes['ServiceUnavailable']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  idToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tokenType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['Profile'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignUpDisabledResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignUpDisabled'] = ResolversParentTypes['SignUpDisabled']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignUpRefusedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignUpRefused'] = ResolversParentTypes['SignUpRefused']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignedUpResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignedUp'] = ResolversParentTypes['SignedUp']> = {
  user?: Resolver<ResolversTypes['Profile'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignupResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignupResult'] = ResolversParentTypes['SignupResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'PasswordLeaked' | 'ServiceUnavailable' | 'SignUpDisabled' | 'SignUpRefused' | 'SignedUp' | 'TooManyAttempts' | 'UserExists' | 'WeakPassword', ParentType, ContextType>;
};

export type TooManyAttemptsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TooManyAttempts'] = ResolversParentTypes['TooManyAttempts']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserExistsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UserExists'] = ResolversParentTypes['UserExists']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerificationRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['VerificationRequired'] = ResolversParentTypes['VerificationRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WeakPasswordResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['WeakPassword'] = ResolversParentTypes['WeakPassword']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['PasswordRule']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  AccountBlocked?: AccountBlockedResolvers<ContextType>;
  InvalidCredentials?: InvalidCredentialsResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  InvalidRefreshToken?: InvalidRefreshTokenResolvers<ContextType>;
  LoggedOut?: LoggedOutResolvers<ContextType>;
  LoginDenied?: LoginDeniedResolvers<ContextType>;
  LoginResult?: LoginResultResolvers<ContextType>;
  LogoutResult?: LogoutResultResolvers<ContextType>;
  MfaRequired?: MfaRequiredResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PasswordLeaked?: PasswordLeakedResolvers<ContextType>;
  PasswordRule?: PasswordRuleResolvers<ContextType>;
  PasswordRuleItem?: PasswordRuleItemResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Profile?: ProfileResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RefreshResult?: RefreshResultResolvers<ContextType>;
  ServiceUnavailable?: ServiceUnavailableResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SignUpDisabled?: SignUpDisabledResolvers<ContextType>;
  SignUpRefused?: SignUpRefusedResolvers<ContextType>;
  SignedUp?: SignedUpResolvers<ContextType>;
  SignupResult?: SignupResultResolvers<ContextType>;
  TooManyAttempts?: TooManyAttemptsResolvers<ContextType>;
  UserExists?: UserExistsResolvers<ContextType>;
  VerificationRequired?: VerificationRequiredResolvers<ContextType>;
  WeakPassword?: WeakPasswordResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GatewayContext> = {
  authenticated?: AuthenticatedDirectiveResolver<any, any, ContextType>;
  credential?: CredentialDirectiveResolver<any, any, ContextType>;
  public?: PublicDirectiveResolver<any, any, ContextType>;
  requiresPermissions?: RequiresPermissionsDirectiveResolver<any, any, ContextType>;
  requiresRoles?: RequiresRolesDirectiveResolver<any, any, ContextType>;
  requiresScopes?: RequiresScopesDirectiveResolver<any, any, ContextType>;
};
