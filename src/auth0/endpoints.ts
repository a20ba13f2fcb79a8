import { Calls } from '../upstream/calls.ts';

/** The endpoints of Auth0 that the gateway calls, without a leading slash. `keys` is the issuer's metadata and its key set together. */
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

/** Returns the endpoint of a path, for example `api/v2/users/{id}`. For a path of no endpoint, returns another text. */
export function endpointOf(path: string): string {
  return endpoints.includes(path) ? path : path.replace(/[^/]*$/, '{id}');
}
