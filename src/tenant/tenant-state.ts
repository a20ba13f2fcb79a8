import type { PostChangePasswordFlow } from './actions/post-change-password.ts';
import type { PostLoginFlow } from './actions/post-login.ts';
import type { AttackProtection } from './attack-protection/attack-protection.ts';
import type { TenantClock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { TokenKeys } from './keys/token-keys.ts';
import type { TenantLogs } from './logs/tenant-logs.ts';
import type { Outbox } from './mails/outbox.ts';
import type { Tickets } from './mails/tickets.ts';
import type { Mfa } from './mfa/mfa.ts';
import type { RefreshTokens } from './refresh-tokens/refresh-tokens.ts';
import type { TenantSettings } from './settings/settings.ts';
import type { TokenLifetime } from './tokens/token-issuer.ts';
import type { Roles } from './users/roles.ts';
import type { UserDirectory } from './users/user-directory.ts';
import type { UserInfoClaims } from './users/userinfo-claims.ts';

/** State that the endpoints of a running tenant share. Each part saves its own changes. */
export interface Tenant {
  readonly settings: TenantSettings;
  /** The URL at which others reach the tenant, with its trailing slash. */
  readonly issuer: string;
  /** URL of the tenant's address, without a trailing slash. Known only once the tenant listens. */
  readonly url: string;
  /** URL of the mail server. Undefined if there is none. */
  readonly smtpUrl: string | undefined;
  /** URL of the gateway, with a trailing slash. Undefined until the tenant learns of its hook. */
  readonly gatewayUrl: string | undefined;
  /** The tenant's only clock. A caller of `/control` can set it. */
  readonly clock: TenantClock;
  /** Returns the time of the clock. */
  readonly now: () => Date;
  /** Current faults of the endpoints. */
  readonly faults: Faults;
  /** Lifetime of the access tokens that are issued now. */
  readonly tokenLifetime: TokenLifetime;
  readonly keys: TokenKeys;
  readonly users: UserDirectory;
  readonly roles: Roles;
  readonly refreshTokens: RefreshTokens;
  readonly attackProtection: AttackProtection;
  readonly postLogin: PostLoginFlow;
  readonly postChangePassword: PostChangePasswordFlow;
  readonly logs: TenantLogs;
  /** Mails and SMS that the tenant has written to users. */
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly mfa: Mfa;
  /** Tickets for the links in mails. */
  readonly tickets: Tickets;
  readonly userInfoClaims: UserInfoClaims;
  /** Resolves when all earlier changes are on disk. Resolves at once if the state is in memory only. */
  readonly saved: () => Promise<void>;
}
