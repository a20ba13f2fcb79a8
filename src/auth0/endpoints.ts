import { Calls } from '../upstream/calls.ts';

/**
 * Auth0's endpoints that the gateway calls, without a leading slash. `keys` stands for the issuer's metadata together with its
 * key set.
 */
const endpoints = [
  'oauth/token',
  'oauth/revoke',
  'dbconnections/signup',
  'dbconnections/change_password',
  'userinfo',
  'mfa/authenticators',
  'mfa/authenticators/{id}',
  'mfa/challenge',
  'mfa/associate',
  'api/v2/users',
  'api/v2/users/{id}',
  'api/v2/users/{id}/roles',
  'api/v2/users/{id}/permissions',
  'api/v2/users-by-email',
  'api/v2/roles',
  'api/v2/roles/{id}/permissions',
  'api/v2/clients/{id}',
  'api/v2/jobs/verification-email',
  'api/v2/connections',
  'api/v2/guardian/factors',
  'api/v2/logs',
  'keys',
];

/** Makes the counter of all calls to Auth0, by endpoint. */
export function auth0Calls(): Calls {
  return new Calls('endpoint', endpoints);
}

/** Returns the endpoint of a path, for example `api/v2/users/{id}`. Returns a text that is not in the list for any other path. */
export function endpointOf(path: string): string {
  if (endpoints.includes(path)) return path;
  const [, parent = '', , child = ''] =
    /^(api\/v2\/(?:users|roles))\/([^/]+)\/(\w+)$/.exec(path) ?? [];
  return parent ? `${parent}/{id}/${child}` : path.replace(/[^/]*$/, '{id}');
}
