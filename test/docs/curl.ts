/**
 * Sends the request of a `curl` command on a page, without curl or a shell, which some machines lack.
 *
 * @param variables - values of the shell's variables, by name
 * @param addresses - replacements, by the addresses of `npm start` that they replace
 * @throws `Error` for an option that this function does not know
 */
export async function runCurl(
  command: string,
  variables: Record<string, string>,
  addresses: Record<string, string>,
): Promise<Response> {
  const [program, ...words] = shellWords(command, variables);
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`);
  let url = '';
  let body: string | null = null;
  let method: string | undefined;
  const headers = new Headers();
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-s') continue;
    else if (word === '-d') body = words.shift() ?? '';
    else if (word === '-X') method = words.shift();
    else if (word === '--json') {
      body = words.shift() ?? '';
      headers.append('content-type', 'application/json');
    } else if (word === '-H') headers.append(...header(words.shift() ?? ''));
    else if (word.startsWith('http')) url = word;
    else throw new Error(`an option this does not know: ${word}`);
  }
  for (const [from, to] of Object.entries(addresses)) url = url.replace(from, to);
  return fetch(url, { method: method ?? (body === null ? 'GET' : 'POST'), headers, body });
}

/**
 * Splits a command into its words, as a POSIX shell does: bare, in single quotes, or in double quotes with variables replaced by
 * their values.
 */
function shellWords(command: string, variables: Record<string, string>): string[] {
  const words = command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map(([, single, double, bare]) => {
    if (single !== undefined) return single;
    return (double ?? bare ?? '').replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`no such variable: ${name}`);
      return value;
    });
  });
}

function header(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
