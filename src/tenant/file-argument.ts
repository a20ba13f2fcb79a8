/**
 * Reads the path that follows an argument of the command line.
 *
 * @throws `Error` that shows the command, if there is no path
 */
export function fileArgument(name: string): string {
  const path = process.argv[process.argv.indexOf(name) + 1];
  if (path === undefined || path.startsWith('--')) {
    throw new Error(`Name the file: npm run tenant -- ${name} FILE`);
  }
  return path;
}
