import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readVariables, renderConfigurationFiles } from '../../scripts/configuration-page.js';
import { readConfig } from '../../src/config/config.ts';
import type { VariableDescription } from '../../src/config/variable-description.ts';
import { defaultSettingsFile } from '../../src/tenant/settings/settings-file.ts';
import { tenantVariables } from '../../src/tenant/variables.ts';

const variables = readVariables();

describe('the descriptions of variables', () => {
  it.each(Object.entries(renderConfigurationFiles()))(
    'make %s as it stands; npm run generate writes it anew',
    (file, text) => {
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('are complete', () => {
    const ofTenant: Readonly<Record<string, VariableDescription>> = tenantVariables;
    expect(variables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(ofTenant)),
    );
    for (const { name, default: byDefault, format, meaning, task, whenWrong } of variables) {
      for (const text of [byDefault, format, meaning, task, whenWrong]) {
        expect([name, text]).toEqual([name, expect.stringMatching(/\S/)]);
      }
    }
  });

  it("cover each variable of the local tenant's configuration, and its default file", () => {
    const source = readFileSync('src/tenant/config.ts', 'utf8');
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);
    expect(read).toContain('TENANT_PORT');
    expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining(read));
    const { default: file } = tenantVariables.TENANT_FILE;
    expect(defaultSettingsFile.replaceAll('\\', '/')).toMatch(new RegExp(`/${file}$`));
  });

  it('mark eight variables that every deployment needs', () => {
    const essential = variables.filter(({ isEssential }) => isEssential);
    expect(essential.map(({ name }) => name)).toEqual([
      'AUTH0_DOMAIN',
      'AUTH0_CLIENT_ID',
      'AUTH0_CLIENT_SECRET',
      'AUTH0_AUDIENCE',
      'AUTH0_CONNECTION',
      'TRUSTED_PROXIES',
      'CORS_ORIGINS',
      'STATE_DIR',
    ]);
  });
});

describe('.env.example', () => {
  const example = readFileSync('.env.example', 'utf8');

  it('copied as it is, sets nothing', () => {
    expect(Object.values(parseEnv(example)).filter(Boolean)).toEqual([]);
  });

  it('has values that the gateway accepts together', () => {
    const all = parseEnv(example.replaceAll(/^# (?=[A-Z0-9_]+=)/gm, ''));
    const { AUTH0_CONNECTION: connection, ...others } = all;
    expect(connection).toBe('Username-Password-Authentication'); // AUTH0_REALMS takes its place
    const filledIn = {
      AUTH0_DOMAIN: 'team.eu.auth0.com',
      AUTH0_CLIENT_ID: 'client',
      AUTH0_CLIENT_SECRET: 'secret-of-a-real-tenant',
      AUTH0_AUDIENCE: 'https://api.example.com',
    };
    const config = readConfig({ ...others, ...filledIn }, ['orders']);
    expect(config.services).toEqual({
      orders: { url: 'http://orders.internal:8080/', auth: 'internal' },
    });
  });
});
