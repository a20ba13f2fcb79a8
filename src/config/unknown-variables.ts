import { proxySpellings } from './proxy-spellings.ts';
import { nameServiceVariables } from './services.ts';
import { environmentSchema } from './variables.ts';

/** A name with at most this many changed, added or missing characters is a misspelling. Two swapped characters count as two. */
const maxDistance = 2;

/** Shorter names, such as `PORT`, are too close to names of other programs. */
const minLength = 8;

/** Lists the names of the gateway's variables, those of its micro-services included. */
export function listVariables(serviceNames: readonly string[]): string[] {
  const ofServices = serviceNames.flatMap((name) => Object.values(nameServiceVariables(name)));
  return [...Object.keys(environmentSchema.shape), ...proxySpellings, ...ofServices];
}

/**
 * Finds variables that the user meant for Gatehouse but that Gatehouse does not read: unknown names that begin with `AUTH0_`,
 * and misspelled names. With a misspelled `AUTH0_DOMAIN`, the local tenant would start without a warning.
 *
 * @param known - names of all variables that are read
 * @returns a line for each, without its value
 */
export function findUnknownVariables(
  env: Record<string, string | undefined>,
  known: readonly string[],
): string[] {
  return Object.keys(env)
    .filter((name) => !known.includes(name) && !/^ftp_proxy$/i.test(name)) // of other programs, and close to HTTP_PROXY
    .flatMap((name) => {
      const meant = findNearest(name, known);
      if (!meant && !name.startsWith('AUTH0_')) return [];
      return `${name}: Unknown variable, ignored. ${meant ? `Did you mean ${meant}?` : 'Misspelled?'}`;
    });
}

/** Finds the known name that a name most likely misspells. Capitals count as small letters. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .filter((other) => other.length >= minLength)
    .filter((other) => Math.abs(other.length - name.length) <= maxDistance)
    .map((other) => ({ other, distance: measureDistance(name.toUpperCase(), other) }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((one, another) => one.distance - another.distance);
  return nearest?.other;
}

/** Counts the characters to change, add or remove to make one text of the other (Levenshtein distance). */
function measureDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [place, other] of Array.from(to).entries()) {
      const replaced = (row[place] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
