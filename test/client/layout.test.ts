import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface LockedPackage {
  dev?: boolean;
  devOptional?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage & { resolved?: string }>;
};

/** Packages that `npm ci --omit=dev` installs, by their folder. npm also installs what is only in part a development dependency. */
const installed = Object.entries(packages)
  .filter(([folder, { dev, resolved = folder }]) => folder && !dev && !packages[resolved]?.dev)
  .map(([folder]) => folder);

describe('a production install of the gateway', () => {
  it('holds the gateway', () => {
    expect(installed).toContain('node_modules/@apollo/server');
  });

  it.each([
    'client',
    'node_modules/@gatehouse/client',
    'node_modules/react',
    'node_modules/react-dom',
  ])('does not hold %s', (folder) => {
    expect(Object.keys(packages)).toContain(folder);
    expect(installed).not.toContain(folder);
  });

  it('holds nothing of Apollo Client', () => {
    expect(installed.filter((folder) => folder.includes('@apollo/client'))).toEqual([]);
  });
});
