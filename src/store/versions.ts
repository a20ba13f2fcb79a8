/**
 * Adds a version to a value. Where two processes have written a value, or a promoted replica of Redis has an older one, the higher
 * version counts.
 *
 * @param version - a whole number, not negative
 */
export function addVersion(value: string, version: number): string {
  return `v${version}:${value}`;
}

/** Returns the version of a saved value; -1 for a value without a version. */
export function versionOf(saved: string | undefined): number {
  return Number(versioned.exec(saved ?? '')?.[1] ?? -1);
}

/** Returns a saved value without its version. */
export function removeVersion(saved: string): string {
  return saved.replace(versioned, '');
}

const versioned = /^v(\d{1,15}):/;
