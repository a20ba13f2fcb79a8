/**
 * Adds a version to a value. The value with the higher version wins if two processes have written one, or if a promoted Redis
 * replica has an older one.
 *
 * @param version - a whole number, not negative
 */
export function addVersion(value: string, version: number): string {
  return `v${version}:${value}`;
}

/** Returns the version of a saved value, or -1 for a value without a version. */
export function versionOf(saved: string | undefined): number {
  return Number(versioned.exec(saved ?? '')?.[1] ?? -1);
}

/** Returns a saved value without its version. */
export function removeVersion(saved: string): string {
  return saved.replace(versioned, '');
}

const versioned = /^v(\d{1,15}):/;
