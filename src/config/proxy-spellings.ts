/** The variables of an HTTP proxy, which other programs read in small letters, too. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** The same in small letters. */
export const proxySpellings = proxyVariables.map((name) => name.toLowerCase());

/** Finds the proxy variables that are set in small letters; as for other programs, these come first. */
export function findProxySpellings(
  set: Record<string, string | undefined>,
): Record<string, string> {
  const names = proxyVariables.filter((name) => set[name.toLowerCase()] !== undefined);
  return Object.fromEntries(names.map((name) => [name, name.toLowerCase()]));
}
