import { postChangePasswordFlow } from './actions/post-change-password.ts';
import { postLoginFlow } from './actions/post-login.ts';
import { attackProtection } from './attack-protection/attack-protection.ts';
import { TenantClock, type MoveFollowers } from './clock.ts';
import { Faults } from './faults/faults.ts';
import { jobs } from './jobs/jobs.ts';
import { TokenKeys, type FirstKeys } from './keys/token-keys.ts';
import { tenantLogs } from './logs/tenant-logs.ts';
import { outbox } from './mails/outbox.ts';
import { Tickets } from './mails/tickets.ts';
import { mfaOf } from './mfa/mfa.ts';
import { RefreshTokens } from './refresh-tokens/refresh-tokens.ts';
import type { SavedState } from './saved-state/saved-state.ts';
import type { TenantSettings } from './settings/settings.ts';
import type { Tenant } from './tenant-state.ts';
import { Roles } from './users/roles.ts';
import { UserDirectory } from './users/user-directory.ts';
import { userInfoClaims } from './users/userinfo-claims.ts';

/** Options of {@link makeTenant}, see `TenantOptions`. */
interface TenantParts {
  settings: TenantSettings;
  now?: () => Date;
  moveFollowers?: MoveFollowers;
  keys?: FirstKeys;
  host: string;
  state: SavedState;
  /** Returns the URL of the address without a trailing slash, once the tenant listens. */
  url: () => string;
  publicUrl: string | undefined;
  /** Returns the URL of the mail server, if there is one. */
  smtpUrl: () => string | undefined;
  /** Returns the URL of the gateway's hook, if there is a gateway. */
  hookUrl: () => string | undefined;
}

/** Creates the state of a tenant. It starts with the saved state. */
export function makeTenant({
  settings,
  host,
  state,
  url,
  publicUrl,
  smtpUrl,
  hookUrl,
  now: clockBehind = () => new Date(),
  moveFollowers = () => Promise.resolve(),
  keys: firstKeys,
}: TenantParts): Tenant {
  const clock = new TenantClock(clockBehind, moveFollowers, state);
  const { now } = clock;
  const users = new UserDirectory(state, now);
  const logs = tenantLogs(state, now);
  const keys = new TokenKeys(host, state, firstKeys);
  return {
    settings,
    get issuer() {
      return `${publicUrl ?? url()}/`;
    },
    get url() {
      return url();
    },
    get smtpUrl() {
      return smtpUrl();
    },
    get gatewayUrl() {
      const hook = hookUrl();
      return hook === undefined ? undefined : new URL('/', hook).href;
    },
    clock,
    now,
    faults: new Faults(state),
    tokenLifetime: { seconds: null },
    keys,
    users,
    roles: new Roles(state, users),
    refreshTokens: new RefreshTokens(keys.refresh, state, now),
    attackProtection: attackProtection(settings, state, now),
    postLogin: postLoginFlow(settings, now),
    postChangePassword: postChangePasswordFlow(settings, {
      now,
      secrets: () => {
        const url = hookUrl();
        return {
          ...settings.actions.secrets,
          ...(url !== undefined && { GATEHOUSE_HOOK_URL: url }),
        };
      },
      onFailure: ({ user: { user_id, email }, connection: { name } }, description) => {
        const user = { user_id, user_name: email, connection: name };
        logs.write({ type: 'actions_execution_failed', description, ip: '', ...user });
      },
    }),
    logs,
    outbox: outbox(state, now),
    jobs: jobs(state, now),
    mfa: mfaOf(settings, { users, state, now }),
    tickets: new Tickets(users, state, now),
    userInfoClaims: userInfoClaims(state),
    saved: () => state.saved(),
  };
}
