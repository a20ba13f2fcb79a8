import { forbidden, serviceUnavailable, unauthenticated, type Requirement } from '../errors.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';

const kinds = ['scopes', 'permissions', 'roles'] as const;

/**
 * Returns the caller if it is authenticated.
 *
 * @throws `UNAUTHENTICATED` with the reason; `SERVICE_UNAVAILABLE` while the token cannot be verified
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
      throw unauthenticated(caller.fault.reason, caller.fault.message, caller.fault.revokedBy);
    case 'unverifiable':
      throw serviceUnavailable('The access token cannot be verified at the moment. Try again.');
  }
}

/**
 * Returns the caller if it satisfies a requirement. The caller must satisfy every list of the requirement: scopes, permissions,
 * roles. Each list is an *or* of *and*s.
 *
 * @throws the errors of {@link requireAuthenticated}; `FORBIDDEN`, which names each list that is not satisfied
 */
export function requireAll(caller: Caller, requirement: Requirement): AuthenticatedCaller {
  const authenticated = requireAuthenticated(caller);
  const unmet = findUnmet(authenticated, requirement);
  if (unmet.length > 0) {
    throw forbidden(Object.fromEntries(unmet.map((kind) => [kind, requirement[kind]])));
  }
  return authenticated;
}

/** Scopes, permissions and roles of a user. */
type Held = Pick<AuthenticatedCaller, (typeof kinds)[number]>;

/**
 * Finds what a user lacks to meet a requirement, by the rule of {@link requireAll}. Each alternative of an unmet kind has the names
 * that the user does not hold.
 *
 * @returns an empty requirement if the user meets it
 */
export function findMissing(held: Held, requirement: Requirement): Requirement {
  const missing = findUnmet(held, requirement).map((kind) => [
    kind,
    requirement[kind]?.map((all) => all.filter((name) => !held[kind].includes(name))),
  ]);
  return Object.fromEntries(missing) as Requirement;
}

function findUnmet(held: Held, requirement: Requirement) {
  return kinds.filter((kind) => !isMet(requirement[kind], held[kind]));
}

/**
 * Requires a permission inside of a resolver, for a rule that depends on the data. For example, a caller may read its own orders
 * without the permission, and other users' orders with it.
 *
 * @param permission - exact name, for example `read:orders`
 * @throws the errors of {@link requireAll}. The client receives the same error as from the directive
 */
export function requirePermission(caller: Caller, permission: string): AuthenticatedCaller {
  return requireAll(caller, { permissions: [[permission]] });
}

/** Combines several requirements into one that requires all of them. */
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

/**
 * Combines two lists by *and*: (a or b) and (c or d) is (a and c) or (a and d) or (b and c) or (b and d). Drops an alternative
 * that contains another one: a or (a and b) is a.
 */
function combineAlternatives(left: Alternatives, right: Alternatives): Alternatives {
  const all = left.flatMap((some) => right.map((others) => [...new Set([...some, ...others])]));
  return all.filter((names, index) => {
    const earlier = all.slice(0, index);
    return !all.some(
      (fewer) =>
        fewer.every((name) => names.includes(name)) &&
        (fewer.length < names.length || earlier.includes(fewer)),
    );
  });
}

/** Whether a caller's scopes, permissions or roles satisfy one list of a requirement. True if the requirement lacks this list. */
function isMet(alternatives: Alternatives | undefined, held: readonly string[]): boolean {
  return !alternatives || alternatives.some((all) => all.every((name) => held.includes(name)));
}
