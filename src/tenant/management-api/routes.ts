import type { FastifyInstance } from 'fastify';
import type { Tenant } from '../tenant-state.ts';
import { managementHandler } from './operation.ts';
import type { ManagementOperation } from './operation.ts';
import {
  createAuthenticationMethod,
  deleteAuthenticationMethod,
  deleteAuthenticationMethods,
  replaceAuthenticationMethods,
  updateAuthenticationMethod,
} from './operations/authentication-method-writes.ts';
import {
  getAuthenticationMethod,
  getAuthenticationMethods,
} from './operations/authentication-methods.ts';
import {
  getBotDetection,
  getBreachedPasswordDetection,
  getBruteForceProtection,
  getSuspiciousIpThrottling,
} from './operations/attack-protection.ts';
import { getClientGrant, getClientGrants } from './operations/client-grants.ts';
import { getClient, getClients } from './operations/clients.ts';
import { deleteConnectionUser, getConnection, getConnections } from './operations/connections.ts';
import {
  getFactors,
  getMfaPolicies,
  getPhoneMessageTypes,
  getSelectedProvider,
} from './operations/guardian.ts';
import { createVerificationEmail, getJob, getJobErrors } from './operations/jobs.ts';
import { getLog, getLogs, getUserLogs } from './operations/logs.ts';
import {
  deleteRefreshToken,
  getRefreshToken,
  getRefreshTokens,
  revokeRefreshTokens,
  updateRefreshToken,
} from './operations/refresh-tokens.ts';
import { getResourceServer, getResourceServers } from './operations/resource-servers.ts';
import {
  addRolePermissions,
  getRolePermissions,
  removeRolePermissions,
} from './operations/role-permissions.ts';
import { assignRoleUsers, getRoleUsers } from './operations/role-users.ts';
import { createRole, deleteRole, getRole, getRoles, updateRole } from './operations/roles.ts';
import {
  deleteSession,
  deleteUserSessions,
  getSession,
  getUserSessions,
  revokeSession,
  revokeUserAccess,
} from './operations/sessions.ts';
import { getTenantSettings } from './operations/tenant-settings.ts';
import { createEmailVerificationTicket, createPasswordChangeTicket } from './operations/tickets.ts';
import {
  blocksOfIdentifier,
  blocksOfUser,
  deleteUserBlocks,
  getUserBlocks,
} from './operations/user-blocks.ts';
import {
  addUserPermissions,
  getUserPermissions,
  removeUserPermissions,
} from './operations/user-permissions.ts';
import { deleteUserRefreshTokens, getUserRefreshTokens } from './operations/user-refresh-tokens.ts';
import { assignUserRoles, getUserRoles, removeUserRoles } from './operations/user-roles.ts';
import { createUsersExport, createUsersImport } from './operations/user-jobs.ts';
import { createUser, deleteUser, updateUser } from './operations/user-writes.ts';
import { getUser, getUsers, getUsersByEmail } from './operations/users.ts';
import { acceptUserFile, maxUploadBytes } from './user-file-upload.ts';

/**
 * Adds the endpoints of the Management API v2 that this tenant supports.
 *
 * @see https://auth0.com/docs/api/management/v2
 */
export function managementRoutes(app: FastifyInstance, tenant: Tenant): void {
  const serve = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    operation: ManagementOperation,
  ): void => {
    app.route({ method, url: `/api/v2${path}`, handler: managementHandler(tenant, operation) });
  };

  serve('GET', '/logs', getLogs(tenant));
  serve('GET', '/logs/:id', getLog(tenant));
  serve('GET', '/users', getUsers(tenant));
  serve('GET', '/users-by-email', getUsersByEmail(tenant));
  serve('GET', '/users/:id', getUser(tenant));
  serve('POST', '/users', createUser(tenant));
  serve('PATCH', '/users/:id', updateUser(tenant));
  serve('DELETE', '/users/:id', deleteUser(tenant));
  serve('GET', '/users/:id/authentication-methods', getAuthenticationMethods(tenant));
  serve('POST', '/users/:id/authentication-methods', createAuthenticationMethod(tenant));
  serve('PUT', '/users/:id/authentication-methods', replaceAuthenticationMethods(tenant));
  serve('DELETE', '/users/:id/authentication-methods', deleteAuthenticationMethods(tenant));
  const oneMethod = '/users/:id/authentication-methods/:methodId';
  serve('GET', oneMethod, getAuthenticationMethod(tenant));
  serve('PATCH', oneMethod, updateAuthenticationMethod(tenant));
  serve('DELETE', oneMethod, deleteAuthenticationMethod(tenant));
  serve('GET', '/users/:id/roles', getUserRoles(tenant));
  serve('POST', '/users/:id/roles', assignUserRoles(tenant));
  serve('DELETE', '/users/:id/roles', removeUserRoles(tenant));
  serve('GET', '/users/:id/permissions', getUserPermissions(tenant));
  serve('POST', '/users/:id/permissions', addUserPermissions(tenant));
  serve('DELETE', '/users/:id/permissions', removeUserPermissions(tenant));
  serve('GET', '/users/:id/logs', getUserLogs(tenant));
  serve('GET', '/users/:id/sessions', getUserSessions(tenant));
  serve('DELETE', '/users/:id/sessions', deleteUserSessions(tenant));
  serve('GET', '/users/:id/refresh-tokens', getUserRefreshTokens(tenant));
  serve('DELETE', '/users/:id/refresh-tokens', deleteUserRefreshTokens(tenant));
  serve('POST', '/users/:id/revoke-access', revokeUserAccess(tenant));
  serve('GET', '/sessions/:id', getSession());
  serve('DELETE', '/sessions/:id', deleteSession());
  serve('POST', '/sessions/:id/revoke', revokeSession());
  serve('GET', '/refresh-tokens', getRefreshTokens(tenant));
  serve('POST', '/refresh-tokens/revoke', revokeRefreshTokens(tenant));
  serve('GET', '/refresh-tokens/:id', getRefreshToken(tenant));
  serve('PATCH', '/refresh-tokens/:id', updateRefreshToken(tenant));
  serve('DELETE', '/refresh-tokens/:id', deleteRefreshToken(tenant));
  serve('GET', '/roles', getRoles(tenant));
  serve('POST', '/roles', createRole(tenant));
  serve('GET', '/roles/:id', getRole(tenant));
  serve('PATCH', '/roles/:id', updateRole(tenant));
  serve('DELETE', '/roles/:id', deleteRole(tenant));
  serve('GET', '/roles/:id/permissions', getRolePermissions(tenant));
  serve('POST', '/roles/:id/permissions', addRolePermissions(tenant));
  serve('DELETE', '/roles/:id/permissions', removeRolePermissions(tenant));
  serve('GET', '/roles/:id/users', getRoleUsers(tenant));
  serve('POST', '/roles/:id/users', assignRoleUsers(tenant));
  serve('GET', '/user-blocks', getUserBlocks(tenant, blocksOfIdentifier));
  serve('DELETE', '/user-blocks', deleteUserBlocks(tenant, blocksOfIdentifier));
  serve('GET', '/user-blocks/:id', getUserBlocks(tenant, blocksOfUser));
  serve('DELETE', '/user-blocks/:id', deleteUserBlocks(tenant, blocksOfUser));
  serve('GET', '/clients', getClients(tenant));
  serve('GET', '/clients/:id', getClient(tenant));
  serve('GET', '/client-grants', getClientGrants(tenant));
  serve('GET', '/client-grants/:id', getClientGrant(tenant));
  serve('GET', '/resource-servers', getResourceServers(tenant));
  serve('GET', '/resource-servers/:id', getResourceServer(tenant));
  serve('GET', '/tenants/settings', getTenantSettings(tenant));
  serve('GET', '/attack-protection/brute-force-protection', getBruteForceProtection(tenant));
  serve('GET', '/attack-protection/suspicious-ip-throttling', getSuspiciousIpThrottling(tenant));
  serve(
    'GET',
    '/attack-protection/breached-password-detection',
    getBreachedPasswordDetection(tenant),
  );
  serve('GET', '/attack-protection/bot-detection', getBotDetection(tenant));
  serve('GET', '/connections', getConnections(tenant));
  serve('GET', '/connections/:id', getConnection(tenant));
  serve('DELETE', '/connections/:id/users', deleteConnectionUser(tenant));
  serve('POST', '/jobs/verification-email', createVerificationEmail(tenant));
  serve('POST', '/jobs/users-exports', createUsersExport(tenant));
  app.register((upload, _options, done) => {
    acceptUserFile(upload);
    const handler = managementHandler(tenant, createUsersImport(tenant));
    upload.post('/api/v2/jobs/users-imports', { bodyLimit: maxUploadBytes }, handler);
    done();
  });
  serve('GET', '/jobs/:id', getJob(tenant));
  serve('GET', '/jobs/:id/errors', getJobErrors(tenant));
  serve('POST', '/tickets/email-verification', createEmailVerificationTicket(tenant));
  serve('POST', '/tickets/password-change', createPasswordChangeTicket(tenant));
  serve('GET', '/guardian/factors', getFactors(tenant));
  serve('GET', '/guardian/factors/phone/message-types', getPhoneMessageTypes());
  serve('GET', '/guardian/factors/phone/selected-provider', getSelectedProvider('auth0'));
  serve(
    'GET',
    '/guardian/factors/push-notification/selected-provider',
    getSelectedProvider('guardian'),
  );
  serve('GET', '/guardian/policies', getMfaPolicies(tenant));
}
