import type { RevocationCause } from '../errors.ts';
import { describeCause, type Caller } from '../tokens/caller.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import type { Renewal } from './session-renewals.ts';

/** Caller for a session cookie that the gateway cannot check now, because the store does not answer. */
export const unreachable: Caller = { state: 'unverifiable' };

/** Caller for a session cookie whose session has expired or is unknown. */
export const expired: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError('SESSION_EXPIRED', 'The session has expired: sign in again.'),
};

/** Caller for a session cookie whose renewal needs a further step of the user, such as a second factor. */
const needsAnswer: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError(
    'SESSION_EXPIRED',
    'The session cannot be renewed: call the mutation refresh, whose answer says why.',
  ),
};

/** Returns the caller for a session cookie whose session was ended. */
export function ended(cause?: RevocationCause): Caller {
  const message = `The session has ended${describeCause(cause)}: sign in again.`;
  const fault = new InvalidTokenError('SESSION_ENDED', message, { revokedBy: cause });
  return { state: 'rejected', fault };
}

/**
 * Returns the caller for a session cookie whose renewal failed.
 *
 * @param cause - the event that ended the sign-in. Undefined if there was none
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
