import { setTimeout as delay } from 'node:timers/promises';
import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { TenantSettings } from '../settings/settings.ts';
import { loadAction } from './action-script.ts';
import { postLoginApi } from './post-login-api.ts';
import type { PostLoginApi, PostLoginEvent, PostLoginOutcome } from './post-login-api.ts';

/** A post-login Action: the function that a script exports as `onExecutePostLogin`. */
type PostLoginAction = (event: PostLoginEvent, api: PostLoginApi) => unknown;

/**
 * Runs the post-login Actions one after the other, and returns their decisions.
 *
 * @param scopes - scopes that the login has before the Actions run
 * @throws Refusal if an Action denies the login, redirects, throws, or exceeds the time limit of 3 s
 */
export type PostLoginFlow = (event: PostLoginEvent, scopes: string[]) => Promise<PostLoginOutcome>;

/** Time limit of an Action in milliseconds. Auth0 allows 20 s, but a developer wants to see the failure sooner. */
const timeLimitMs = 3_000;

/**
 * Loads the Actions of a tenant, and makes the function that runs them.
 *
 * @throws `TenantConfigurationError` for a file that cannot be loaded
 */
export function postLoginFlow(
  { actions, unconfirmed }: TenantSettings,
  now: () => Date,
): PostLoginFlow {
  const scripts = actions['post-login'].map(
    (file) => loadAction(file, 'post-login', now) as PostLoginAction,
  );

  return async (event, scopes) => {
    const outcome: PostLoginOutcome = { scopes, accessToken: {}, idToken: {}, isRedirected: false };
    for (const script of scripts) {
      await run(script, event, outcome);
      if (outcome.denied !== undefined) {
        throw oauthError(unconfirmed.action_deny_status, 'access_denied', outcome.denied);
      }
      if (outcome.isRedirected) {
        const { action_redirect_status: status } = unconfirmed;
        throw oauthError(status, 'interaction_required', 'Unable to redirect in this flow');
      }
    }
    return outcome;
  };
}

async function run(
  action: PostLoginAction,
  event: PostLoginEvent,
  outcome: PostLoginOutcome,
): Promise<void> {
  const finished = new AbortController();
  const tooLate = delay(timeLimitMs, undefined, { signal: finished.signal }).then(
    () => {
      throw actionFailure(`The Action did not finish within ${timeLimitMs} ms`);
    },
    () => undefined,
  );
  try {
    await Promise.race([tooLate, callAction(action, event, outcome)]);
  } finally {
    finished.abort();
  }
}

async function callAction(
  action: PostLoginAction,
  event: PostLoginEvent,
  outcome: PostLoginOutcome,
): Promise<void> {
  try {
    await action(structuredClone(event), postLoginApi(outcome));
  } catch (error) {
    throw actionFailure(String(error));
  }
}

/** Makes the refusal of a login whose Action has failed. Only the tenant's log has the Action's own message. */
function actionFailure(description: string): Refusal {
  return oauthError(500, 'server_error', 'The login could not be completed', {
    log: { description },
  });
}
