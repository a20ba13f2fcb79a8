import { describe, expect, it } from '@jest/globals';
import { readTenantConfig } from '../../src/tenant/config.ts';
import { defaultSettingsFile } from '../../src/tenant/settings.ts';

describe('readTenantConfig', () => {
  it('has defaults, also for empty variables', () => {
    const defaults = { port: 4010, host: 'localhost', settingsFile: defaultSettingsFile };
    expect(readTenantConfig({})).toEqual(defaults);
    expect(readTenantConfig({ TENANT_PORT: '', HOST: '', TENANT_FILE: '' })).toEqual(defaults);
  });

  it('takes what is set', () => {
    const env = { TENANT_PORT: '0', HOST: '127.0.0.1', TENANT_FILE: 'team.yaml', PATH: '/bin' };
    expect(readTenantConfig(env)).toEqual({
      port: 0,
      host: '127.0.0.1',
      settingsFile: 'team.yaml',
    });
  });

  it.each(['x', '-1', '1.5', '0x10', '65536', '99999999999999999999'])(
    'L05: refuses the port %s',
    (TENANT_PORT) => {
      expect(() => readTenantConfig({ TENANT_PORT })).toThrow(/^TENANT_PORT: must be/);
    },
  );

  it('L05: names every wrong variable at once, NODE_ENV=production among them', () => {
    expect(() => readTenantConfig({ NODE_ENV: 'production', TENANT_PORT: 'x' })).toThrow(
      'NODE_ENV: the local tenant does not run in production\nTENANT_PORT: must be a whole number',
    );
  });
});
