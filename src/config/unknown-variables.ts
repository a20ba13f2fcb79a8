import { proxySpellings } from './proxy-spellings.ts';
import { nameServiceVariables } from './services.ts';
import { environmentSchema } from './variables.ts';

/** Maximum number of changed, added or missing characters in a misspelled name. Two swapped characters count as two. */
const maxDistance = 2;

/** Minimum length of a name to check for misspellings. Shorter names, such as `PORT`, resemble variables of other programs. */
const minLength = 8;

/** Lists the names of all variables of the gateway and of its micro-services. */
export function listVariables(serviceNames: readonly string[]): string[] {
  const ofServices = serviceNames.flatMap((name) => Object.values(nameServiceVariables(name)));
  return [...Object.keys(environmentSchema.shape), ...proxySpellings, ...ofServices];
}

/**
 * Finds unknown variables that are meant for Gatehouse: names that start with `AUTH0_`, and misspelled names. Without this
 * warning, a misspelled `AUTH0_DOMAIN` would start the local tenant.
 *
 * @param known - names of all known variables
 * @returns one line for each variable, without its value
 */
export function findUnknownVariables(
  env: Record<string, string | undefined>,
  known: readonly string[],
): string[] {
  return Object.keys(env)
    .filter((name) => !known.includes(name) && !/^ftp_proxy$/i.test(name)) // A variable of other programs, similar to HTTP_PROXY.
    .flatMap((name) => {
      const meant = findNearest(name, known);
      if (!meant && !name.startsWith('AUTH0_')) return [];
      return `${name}: Unknown variable, ignored. ${meant ? `Did you mean ${meant}?` : 'Misspelled?'}`;
    });
}

/** Finds the known name that is most similar to a name, regardless of case. Returns undefined if none is similar enough. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .filter((other) => other.length >= minLength)
    .filter((other) => Math.abs(other.length - name.length) <= maxDistance)
    .map((other) => ({ other, distance: measureDistance(name.toUpperCase(), other) }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((one, another) => one.distance - another.distance);
  return nearest?.other;
}

/** Counts the characters that must be changed, added or removed to turn one text into the other (Levenshtein distance). */
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
