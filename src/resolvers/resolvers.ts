import type { Resolvers } from '../__generated__/graphql.ts';
import { accessQuery, fieldAccess } from './access.ts';
import { auditEvent, auditQuery } from './audit.ts';
import { invitation, invitationMutations, invitationQueries } from './back-office.ts';
import { deviceMutations, devicesQuery, otherDevices } from './devices.ts';
import { meQuery } from './me.ts';
import { passwordMutations } from './passwords.ts';
import { secondFactorMutations } from './second-factors.ts';
import { capabilitiesQuery, sessionMutations } from './session.ts';

/** All resolvers, by type. A type without an entry here reads the properties of its objects. */
export const resolvers: Resolvers = {
  Query: {
    ...meQuery,
    ...capabilitiesQuery,
    ...devicesQuery,
    ...accessQuery,
    ...auditQuery,
    ...invitationQueries,
  },
  Mutation: {
    ...sessionMutations,
    ...deviceMutations,
    ...secondFactorMutations,
    ...passwordMutations,
    ...invitationMutations,
  },
  AuditEvent: auditEvent,
  FieldAccess: fieldAccess,
  Invitation: invitation,
  Reauthenticated: { otherDevices },
  FactorRemoved: { otherDevices },
};
