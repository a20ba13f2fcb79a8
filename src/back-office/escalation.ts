import type { Directory } from '../identity/directory.ts';
import type { CommonRefusal } from '../identity/outcomes.ts';
import type { Actor } from './actor.ts';

/** Rules that keep an administrator from gaining more than was given. Each has its sentence in {@link rules}. */
export type EscalationRule = keyof typeof rules;

/** The rules, in words for the administrator. */
export const rules = {
  PERMISSION_LOST: 'You no longer hold the permission for this.',
  OTHER_REALM:
    'You may act in the realm of your own account alone. The permission manage:realms lifts that.',
  ROLE_BEYOND_YOURS: 'A role gives a permission that you do not hold yourself.',
} as const;

/** An act that a rule forbids. `missingPermissions` are those that the actor would need. */
export interface NotAllowed {
  kind: 'NotAllowed';
  rule: EscalationRule;
  missingPermissions: string[];
}

const forbid = (rule: EscalationRule, missingPermissions: string[] = []): NotAllowed => ({
  kind: 'NotAllowed',
  rule,
  missingPermissions,
});

/** Checks that the actor still holds the permission of an act. The guard of the schema has asked the bearer only. */
export function checkPermission(actor: Actor, permission: string): NotAllowed | undefined {
  return actor.holds(permission) ? undefined : forbid('PERMISSION_LOST', [permission]);
}

/** Checks that the actor acts in the realm of the own account, or may act in all realms. */
export function checkRealm(actor: Actor, realm: string | undefined): NotAllowed | undefined {
  if (actor.holds('manage:realms')) return undefined;
  const isOwn = realm !== undefined && actor.realm === realm;
  return isOwn ? undefined : forbid('OTHER_REALM', ['manage:realms']);
}

/**
 * Checks that the actor holds every permission that the roles give, of all APIs.
 *
 * @param roles - ids of the roles
 * @returns undefined if the actor may give and take these roles. `InvalidInput` for a role that does not exist
 */
export async function checkRoles(
  actor: Actor,
  roles: readonly string[],
  directory: Directory,
): Promise<NotAllowed | CommonRefusal | undefined> {
  const all = await Promise.all(roles.map((role) => directory.permissionsOfRole(role)));
  const missing = new Set<string>();
  for (const given of all) {
    if (given.kind !== 'HeldPermissions') return given;
    for (const one of given.permissions) if (!actor.permissions.has(one)) missing.add(one);
  }
  if (missing.size === 0) return undefined;
  return forbid('ROLE_BEYOND_YOURS', [...missing].map(nameOf).toSorted());
}

/** Returns the name of a permission without its API. */
const nameOf = (permission: string): string => permission.slice(permission.indexOf(' ') + 1);
