import Bowser from 'bowser';

/** Maximum number of characters of a user agent that the parser reads. */
const maxUserAgent = 512;
/**
 * Browser names of the parser. For an unknown browser, the parser returns the user agent itself, which a client can choose
 * freely.
 */
const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set([...Object.values(Bowser.OS_MAP), 'Ubuntu', 'Fedora']);

/**
 * Returns a name of the client for a list of devices, such as `Firefox on Ubuntu`, `Safari on iOS` or `okhttp`. Knows the
 * browsers and systems that the package `bowser` knows. The name of another program is one word of up to 40 letters, digits and `_.-`.
 *
 * @param userAgent - header `User-Agent` (RFC 9110 §10.1.5)
 * @returns undefined if the header contains no suitable name
 */
export function nameClient(userAgent: string | undefined): string | undefined {
  const text = userAgent?.slice(0, maxUserAgent).trim() ?? '';
  if (text === '') return undefined;
  const { browser, os } = Bowser.parse(text);
  const distribution = /; (Ubuntu|Fedora);/.exec(text)?.[1];
  const program = findKnown(browsers, browser.name) ?? nameOtherProgram(text);
  const system = findKnown(systems, distribution ?? os.name);
  return program && system ? `${program} on ${system}` : (program ?? system);
}

function findKnown(names: ReadonlySet<string>, name: string | undefined): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}

/** Returns the first word of a user agent such as `okhttp/4.9.0`. The user agents of all browsers start with `Mozilla`. */
function nameOtherProgram(userAgent: string): string | undefined {
  const [, word] = /^([A-Za-z][\w.-]{0,39})(?=[\s/(]|$)/.exec(userAgent) ?? [];
  return word === 'Mozilla' ? undefined : word;
}
