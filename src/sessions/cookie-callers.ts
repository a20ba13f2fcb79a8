import type { RevocationCause } from '../errors.ts';
import { describeCause, type Caller } from '../tokens/caller.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import type { Renewal } from './session-renewals.ts';

/** The caller of a cookie that cannot be judged now. */
export const unreachable: Caller = { state: 'unverifiable' };

/** The caller of a cookie whose session is over, because its time is or because nothing is known of it. */
export const expired: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError('SESSION_EXPIRED', 'The session has expired: sign in again.'),
};

/** The caller of a cookie whose session goes on only after another step, such as a second factor. */
const needsAnswer: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError(
    'SESSION_EXPIRED',
    'The session cannot be renewed: call the mutation refresh, whose answer says why.',
  ),
};

/** Makes the caller of a cookie whose session was ended. */
export function ended(cause?: RevocationCause): Caller {
  const message = `The session has ended${describeCause(cause)}: sign in again.`;
  const fault = new InvalidTokenError('SESSION_ENDED', message, { revokedBy: cause });
  return { state: 'rejected', fault };
}

/**
 * Makes the caller of a cookie whose session cannot be renewed.
 *
 * @param cause - the event that ended its sign-in, if one has
 */
export function callerOf(
  { kind }: Exclude<Renewal, { kind: 'Renewed' }>,
  cause: RevocationCause | undefined,
): Caller {
  switch (kind) {
    case 'ServiceUnavailable':
    case 'TooManyAttempts':
      return unreachable;
    case 'InvalidRefreshToken':
    case 'AccountBlocked':
      return ended(cause);
    default:
      return needsAnswer;
  }
}
