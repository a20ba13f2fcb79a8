import { forbidden, serviceUnavailable, unauthenticated, type Requirement } from '../errors.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';

/**
 * Passes a caller whose token has passed every rule.
 *
 * @throws `UNAUTHENTICATED` with its reason; `SERVICE_UNAVAILABLE` when the token cannot be checked just now
 */
export function requireAuthenticated(caller: Caller): AuthenticatedCaller {
  switch (caller.state) {
    case 'authenticated':
      return caller;
    case 'anonymous':
      throw unauthenticated(
        'TOKEN_MISSING',
        'Sign in first: send the access token as "Authorization: Bearer <access token>".',
      );
    case 'rejected':
      throw unauthenticated(caller.fault.reason, caller.fault.message);
    case 'unverifiable':
      throw serviceUnavailable('The access token cannot be checked just now. Try again.');
  }
}

/**
 * Passes a caller who has all that is required; each kind is an *or* of *and*s, and every kind given must be met.
 *
 * @throws as {@link requireAuthenticated}; `FORBIDDEN`, naming what is required
 */
export function requireAll(caller: Caller, requirement: Requirement): AuthenticatedCaller {
  const person = requireAuthenticated(caller);
  for (const kind of ['scopes', 'permissions', 'roles'] as const) {
    const alternatives = requirement[kind];
    if (alternatives && !isMet(alternatives, person[kind]))
      throw forbidden({ [kind]: alternatives });
  }
  return person;
}

/**
 * For a rule that needs the row: called by a resolver once it knows that the row is not the caller's own.
 *
 * @param permission - exact name, for example `read:orders`
 * @throws as {@link requireAll}, so that a client sees the same error as from the directive
 */
export function requirePermission(caller: Caller, permission: string): AuthenticatedCaller {
  return requireAll(caller, { permissions: [[permission]] });
}

function isMet(alternatives: readonly (readonly string[])[], held: readonly string[]): boolean {
  return alternatives.some((all) => all.every((name) => held.includes(name)));
}
