import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { validate } from '../validation.ts';

const settingsQuery = z.strictObject(fieldsParameters);

/** Members that the settings file does not have, with the values of a new tenant. Session lifetimes are in hours. */
const newTenant = {
  allowed_logout_urls: [],
  enabled_locales: ['en'],
  session_lifetime: 168,
  idle_session_lifetime: 72,
  sandbox_version: '22',
};

/** Makes the operation `GET /api/v2/tenants/settings`. */
export function getTenantSettings({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:tenant_settings'],
    answer: ({ query }) =>
      withFields({ ...newTenant, ...settings.tenant }, validate(settingsQuery, query, 'Query')),
  };
}
