import type { Directory } from '../identity/directory.ts';
import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';

/** The user who carries out an administrative act, as the identity provider knows the account now. */
export interface Actor {
  id: string;
  /** Name for people: the account's name, else its e-mail address, else its id. */
  name: string;
  /** Realm of the account. Undefined for an account in no realm of the gateway. */
  realm: string | undefined;
  /** Permissions of all APIs, each as the identifier of the API and the name, with a space between them. */
  permissions: ReadonlySet<string>;
  /** Whether the actor holds a permission of the gateway's API. */
  holds: (permission: string) => boolean;
}

/** The account of the actor no longer exists or is blocked. */
export interface NoActor {
  kind: 'NoActor';
}

/**
 * Reads what an actor holds. The bearer does not tell, because it may be a day old.
 *
 * @param audience - identifier of the gateway's API
 */
export async function readActor(
  id: string,
  { directory, audience }: { directory: Directory; audience: string },
): Promise<
  { kind: 'Actor'; actor: Actor } | NoActor | Exclude<CommonRefusal, RefusalOf<'InvalidInput'>>
> {
  const [found, held] = await Promise.all([directory.findUser(id), directory.permissionsOf(id)]);
  if (found.kind !== 'FoundUser')
    return found.kind === 'InvalidInput' ? { kind: 'NoActor' } : found;
  if (held.kind !== 'HeldPermissions')
    return held.kind === 'InvalidInput' ? { kind: 'NoActor' } : held;
  const { isBlocked, name, email, realm } = found.user;
  if (isBlocked) return { kind: 'NoActor' };
  const { permissions } = held;
  const holds = (permission: string) => permissions.has(`${audience} ${permission}`);
  return {
    kind: 'Actor',
    actor: { id, name: name ?? email ?? id, realm, permissions, holds },
  };
}
