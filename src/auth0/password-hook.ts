/** A change of a user's password, of which Auth0 has told. */
export interface ChangedPassword {
  /** `sub` of the user. Undefined when Auth0 does not tell. */
  user: string | undefined;
  /** The names with which the user may sign in. */
  accounts: { realm: string; username: string }[];
  /** When the password was set, in milliseconds since the epoch, by Auth0's clock. */
  value: number;
}

/** Milliseconds by which Auth0's clock may be ahead. */
const clockTolerance = 60_000;

/**
 * Reads the body that `docs/post-change-password-action.js` sends. It carries when the password was set, and never means "now".
 *
 * @param connections - connection of each realm; undefined for the tenant's default directory
 * @returns why the body is of no use, in words for the caller
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
    return { fault: 'last_password_reset is no time, such as 2026-03-01T12:00:00.500Z.' };
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
