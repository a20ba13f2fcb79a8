/** The scopes of the Management API that the tenant's operations check. */
export const managementScopes: readonly string[] = [
  'read:users',
  'create:users',
  'update:users',
  'delete:users',
  'create:user_tickets',
  'read:clients',
  'read:client_keys',
  'read:connections',
  'read:guardian_factors',
  'read:mfa_policies',
  'read:authentication_methods',
  'read:logs',
];
