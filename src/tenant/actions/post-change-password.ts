import type { TenantSettings } from '../settings/settings.ts';
import { loadAction } from './action-script.ts';

/** The `event` object of a post-change-password Action, with Auth0's member names. Members about the request are missing. */
export interface PostChangePasswordEvent {
  user: {
    user_id: string;
    email: string;
    email_verified: boolean;
    username?: string;
    /** ISO 8601, with milliseconds. */
    last_password_reset: string;
  };
  connection: { id: string; name: string; strategy: 'auth0' };
  secrets: Record<string, string>;
}

type PostChangePasswordAction = (event: PostChangePasswordEvent, api: object) => unknown;

/** Starts the post-change-password Actions after a password change. As at Auth0, the change does not wait for them. */
export type PostChangePasswordFlow = (event: Omit<PostChangePasswordEvent, 'secrets'>) => void;

/** Options of {@link postChangePasswordFlow}. */
export interface PostChangePasswordOptions {
  now: () => Date;
  /** Returns the secrets of the Actions. */
  secrets: () => Record<string, string>;
  /** Called after an Action has failed. */
  onFailure: (event: Omit<PostChangePasswordEvent, 'secrets'>, description: string) => void;
}

/**
 * Loads the post-change-password Actions of a tenant, and makes the function that starts them, one after the other.
 *
 * @throws `TenantConfigurationError` for a file that cannot be loaded
 */
export function postChangePasswordFlow(
  { actions }: TenantSettings,
  { now, secrets, onFailure }: PostChangePasswordOptions,
): PostChangePasswordFlow {
  const scripts = actions['post-change-password'].map(
    (file) => loadAction(file, 'post-change-password', now) as PostChangePasswordAction,
  );

  async function runAll(event: Parameters<PostChangePasswordFlow>[0]): Promise<void> {
    for (const script of scripts) {
      try {
        await script(structuredClone({ ...event, secrets: secrets() }), {});
      } catch (error) {
        onFailure(event, String(error));
      }
    }
  }

  return (event) => {
    void runAll(event);
  };
}
