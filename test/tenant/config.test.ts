import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTenantConfig } from '../../src/tenant/config.ts';
import { TenantConfigurationError } from '../../src/tenant/configuration-error.ts';
import { seededSettings } from './support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function mistakes(env: Record<string, string>): string[] {
  try {
    readTenantConfig(env);
    return [];
  } catch (error) {
    if (error instanceof TenantConfigurationError) return error.mistakes;
    throw error;
  }
}

describe('readTenantConfig', () => {
  it('has defaults, also for empty variables', () => {
    const state = join('.state', 'local-tenant');
    const smtp = { port: 4025, isOptional: true };
    const defaults = { port: 4010, host: 'localhost', smtp, state, settings: seededSettings };
    expect(readTenantConfig({})).toEqual(defaults);
    expect(readTenantConfig({ TENANT_PORT: '', HOST: '', TENANT_FILE: '' })).toEqual(defaults);
  });

  it('takes what is set', () => {
    const file = join(temporaryFolder(), 'team.yaml');
    writeFileSync(file, 'tenant: { friendly_name: Team }');
    const env = { TENANT_PORT: '0', HOST: '127.0.0.1', TENANT_FILE: file, PATH: '/bin' };
    expect(readTenantConfig(env)).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      settings: { tenant: { friendly_name: 'Team' } },
    });
  });

  it.each([
    [{ TENANT_SMTP_PORT: '' }, { port: 4025, isOptional: true }],
    [{ TENANT_SMTP_PORT: '4025' }, { port: 4025 }],
    [{ TENANT_SMTP_PORT: '0' }, { port: 0 }],
    [{ TENANT_SMTP_PORT: 'off' }, undefined],
    [{ TENANT_PORT: '0' }, { port: 0, isOptional: true }],
  ])('chooses the port of the mail server by %j', (env, smtp) => {
    expect(readTenantConfig(env).smtp).toEqual(smtp);
  });

  it.each(['65536', '-1', 'on'])('L05: refuses the port %s of the mail server', (port) => {
    expect(mistakes({ TENANT_SMTP_PORT: port })).toEqual([
      expect.stringContaining('TENANT_SMTP_PORT must be'),
    ]);
  });

  it('keeps the state in STATE_DIR, in TENANT_STATE, or in memory', () => {
    const stateOf = (env: Record<string, string>) => readTenantConfig(env).state;
    expect(stateOf({ STATE_DIR: '/var/lib/dev' })).toBe('/var/lib/dev/local-tenant');
    expect(stateOf({ STATE_DIR: '/var/lib/dev', TENANT_STATE: 'mine' })).toBe('mine');
    expect(stateOf({ TENANT_STATE: 'memory' })).toBeUndefined();
    expect(stateOf({ NODE_ENV: 'test' })).toBeUndefined();
    expect(stateOf({ NODE_ENV: 'test', TENANT_STATE: 'mine' })).toBe('mine');
  });

  it.each(['x', '-1', '1.5', '0x10', '65536', '99999999999999999999'])(
    'L05: refuses the port %s',
    (TENANT_PORT) => {
      expect(() => readTenantConfig({ TENANT_PORT })).toThrow(/TENANT_PORT must be/);
    },
  );

  it('L05: names every wrong variable at once, NODE_ENV=production among them', () => {
    const env = { NODE_ENV: 'production', TENANT_PORT: 'x', TENANT_FILE: '/nowhere/team.yaml' };
    expect(mistakes(env)).toEqual([
      'NODE_ENV is production: the local tenant is for development only',
      'TENANT_PORT must be a whole number',
      'TENANT_FILE names a file that does not exist',
    ]);
  });

  it('L05: names every mistake in the settings file, the variable before it', () => {
    const file = join(temporaryFolder(), 'team.yaml');
    writeFileSync(file, 'typo: 1\nactions: { post-login: [none.js] }');
    expect(mistakes({ TENANT_PORT: 'x', TENANT_FILE: file })).toEqual([
      'TENANT_PORT must be a whole number',
      'TENANT_FILE actions["post-login"][0]: no such file',
      'TENANT_FILE typo: unknown key',
    ]);
  });

  it('L05: says that TENANT_FILE is a folder', () => {
    expect(mistakes({ TENANT_FILE: temporaryFolder() })).toEqual([
      'TENANT_FILE names a folder, not a file',
    ]);
  });
});
