import type { CommonRefusal } from '../../identity/outcomes.ts';
import { faultOf, type CatalogueEntry } from './entry.ts';

/**
 * Refusals of the Authentication API because of a wrong setting of the tenant or the gateway. An Action can deny a login with any
 * text, so each pattern for a text is anchored and combined with a code.
 */
export const tenantFaults: CatalogueEntry<CommonRefusal>[] = [
  { status: /^401$/, code: /^access_denied$/, ...faultOf('clientSecret') },
  { code: /^invalid_client$/, ...faultOf('clientSecret') },
  {
    code: /^(invalid_request|unauthorized_client)$/,
    text: /^unknown realm|^the connection was |^specified strategy |^connection not found/i,
    ...faultOf('connection'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type 'password'/i,
    ...faultOf('passwordGrant'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type '.*password-realm'/i,
    ...faultOf('passwordRealmGrant'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type 'refresh_token'/i,
    ...faultOf('refreshTokenGrant'),
  },
  {
    code: /^unauthorized_client$/,
    text: /^grant type '.*\/mfa-/i,
    ...faultOf('mfaGrants'),
  },
  {
    code: /^(access_denied|unauthorized_client)$/,
    text: /^client .*not authori[sz]ed .*(resource server|access)/i,
    ...faultOf('apiAccess'),
  },
  {
    code: /^(invalid_request|unauthorized_client)$/,
    text: /organization/i,
    ...faultOf('organization'),
  },
  { code: /^unauthorized_client$|^unsupported_(?!challenge)/, ...faultOf('otherGrant') },
  { code: /^server_error$/, text: /default connection/i, ...faultOf('defaultDirectory') },
  { code: /^invalid_request$/, text: /^invalid audience/i, ...faultOf('audience') },
  {
    code: /^access_denied$/,
    text: /^service not (enabled within domain|found)\b:/i,
    ...faultOf('audience'),
  },
  { code: /^(interaction|login|account_selection)_required$/, ...faultOf('actionRedirect') },
  { code: /^consent_required$/, ...faultOf('consent') },
  { code: /^invalid_scope$/, ...faultOf('scopes') },
  { code: /^invalid_request$/, text: /^scope /i, ...faultOf('scopes') },
  { code: /^invalid_request$|_dpop_/, ...faultOf('request') },
  { status: /^40[45]$/, ...faultOf('domain') },
];
