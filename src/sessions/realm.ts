import type { RefusalOf } from '../identity/outcomes.ts';

/**
 * The realm that an input means: the one it names, or where there is one alone, that.
 *
 * @param realms - names of all realms
 */
export function realmMeant(
  named: string | null | undefined,
  realms: readonly string[],
): string | RefusalOf<'InvalidInput'> {
  const [only, ...others] = realms;
  if (named == null && only !== undefined && others.length === 0) return only;
  if (named != null && realms.includes(named)) return named;
  const message = named == null ? 'Say which realm.' : 'There is no such realm.';
  return { kind: 'InvalidInput', field: 'realm', message };
}
