/** A password change that Auth0 has reported. */
export interface ChangedPassword {
  /** `sub` of the user. Undefined if Auth0 does not report it. */
  user: string | undefined;
  /** Names with which the user may sign in. */
  accounts: { realm: string; username: string }[];
  /** Time at which the password was set, on Auth0's clock (milliseconds since the epoch). */
  value: number;
}

/** Milliseconds that Auth0's clock may be ahead of the gateway's. */
const clockTolerance = 60_000;

/**
 * Reads the body that `docs/post-change-password-action.js` sends. The body must contain the time at which the password was set.
 * The time of the call never replaces it.
 *
 * @param connections - connection of each realm. Undefined for the tenant's default directory
 * @returns the change, or the reason why the body is invalid, for the caller
 */
export function readChangedPassword(
  body: unknown,
  connections: ReadonlyMap<string, string | undefined>,
  now: Date,
): ChangedPassword | { fault: string } {
  const members =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { user_id, last_password_reset, email, username, connection } = members;
  const value = typeof last_password_reset === 'string' ? Date.parse(last_password_reset) : NaN;
  if (Number.isNaN(value))
    return { fault: 'last_password_reset is not a time such as 2026-03-01T12:00:00.500Z.' };
  if (value > now.getTime() + clockTolerance)
    return {
      fault: 'last_password_reset is more than a minute in the future: compare the clocks.',
    };
  const names = [email, username].filter(isText);
  if (!isText(connection) || (!isText(user_id) && names.length === 0))
    return { fault: 'The body lacks connection, or all of user_id, email and username.' };
  const realms = [...connections]
    .filter(([, name]) => name === undefined || name === connection)
    .map(([realm]) => realm);
  return {
    user: isText(user_id) ? user_id : undefined,
    accounts: realms.flatMap((realm) => names.map((username) => ({ realm, username }))),
    value,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
