import Bowser from 'bowser';

/** Maximum number of characters of a user agent that are read. */
const maxUserAgent = 512;
/** Names that the parser gives. Where it knows none, it repeats the user agent, which may say anything. */
const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set([...Object.values(Bowser.OS_MAP), 'Ubuntu', 'Fedora']);

/**
 * Names the client of a request for a list of devices, such as `Firefox on Ubuntu`, `Safari on iOS` or `okhttp`. Browsers and systems
 * are those that the parser knows. Another program is one word of up to 40 letters, digits and `_.-`.
 *
 * @param userAgent - header `User-Agent` (RFC 9110 §10.1.5)
 * @returns undefined when the header says nothing that can be shown
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

/** Returns the word in front of a user agent such as `okhttp/4.9.0`. All browsers begin with `Mozilla`. */
function nameOtherProgram(userAgent: string): string | undefined {
  const [, word] = /^([A-Za-z][\w.-]{0,39})(?=[\s/(]|$)/.exec(userAgent) ?? [];
  return word === 'Mozilla' ? undefined : word;
}
