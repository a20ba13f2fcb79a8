/** Variables of an HTTP proxy. Other programs read them in lower case too. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** The same names in lower case. */
export const proxySpellings = proxyVariables.map((name) => name.toLowerCase());

/** Finds the proxy variables that are set in lower case. As in other programs, they take precedence. */
export function findProxySpellings(
  set: Record<string, string | undefined>,
): Record<string, string> {
  const names = proxyVariables.filter((name) => set[name.toLowerCase()] !== undefined);
  return Object.fromEntries(names.map((name) => [name, name.toLowerCase()]));
}
