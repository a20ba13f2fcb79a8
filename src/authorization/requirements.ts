import { forbidden, serviceUnavailable, unauthenticated, type Requirement } from '../errors.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';

const kinds = ['scopes', 'permissions', 'roles'] as const;

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
 * @throws as {@link requireAuthenticated}; `FORBIDDEN`, naming each kind that is not met
 */
export function requireAll(caller: Caller, requirement: Requirement): AuthenticatedCaller {
  const person = requireAuthenticated(caller);
  const unmet = kinds.filter((kind) => !isMet(requirement[kind], person[kind]));
  if (unmet.length > 0) {
    throw forbidden(Object.fromEntries(unmet.map((kind) => [kind, requirement[kind]])));
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

/** Several requirements as one that asks for all of them. */
export function combineRequirements(requirements: readonly Requirement[]): Requirement {
  const all: Requirement = {};
  for (const requirement of requirements) {
    for (const kind of kinds) {
      const alternatives = requirement[kind];
      if (alternatives)
        all[kind] = all[kind] ? combineAlternatives(all[kind], alternatives) : alternatives;
    }
  }
  return all;
}

type Alternatives = readonly (readonly string[])[];

/** (a or b) and (c or d) is (a and c) or (a and d) or (b and c) or (b and d). */
function combineAlternatives(left: Alternatives, right: Alternatives): Alternatives {
  return left.flatMap((some) => right.map((others) => [...new Set([...some, ...others])]));
}

/** What is not asked for is met. */
function isMet(alternatives: Alternatives | undefined, held: readonly string[]): boolean {
  return !alternatives || alternatives.some((all) => all.every((name) => held.includes(name)));
}
