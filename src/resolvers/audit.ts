import type { AuditEventResolvers, QueryResolvers } from '../__generated__/graphql.ts';
import type { AuditedValues } from '../audit/event.ts';

/** Resolver of `auditEvents`. */
export const auditQuery: QueryResolvers = {
  auditEvents: (_parent, search, { auditTrail }) => auditTrail.search(search),
};

/** Resolvers of `AuditEvent`. */
export const auditEvent: AuditEventResolvers = {
  before: ({ before }) => before && listValues(before),
  after: ({ after }) => after && listValues(after),
};

function listValues(values: AuditedValues) {
  return Object.entries(values).map(([name, value]) => ({
    name,
    values: value === null ? [] : typeof value === 'object' ? value : [String(value)],
  }));
}
