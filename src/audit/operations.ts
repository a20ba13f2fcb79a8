import { isUnionType, type GraphQLSchema } from 'graphql';
import { Tally } from '../telemetry/tally.ts';

/** Audited operations of users on their own account, each with its field of `Mutation`. */
const fieldOf = {
  signup: 'signup',
  login: 'login',
  refresh: 'refresh',
  logout: 'logout',
  /** Logout of all sessions of a user. */
  logoutAll: 'logout',
  /** Logout of all other devices of a user. */
  logoutOthers: 'logout',
  endDevice: 'endDevice',
  challengeMfa: 'challengeMfa',
  verifyMfa: 'verifyMfa',
  enrollFactor: 'enrollFactor',
  removeFactor: 'removeFactor',
  reauthenticate: 'reauthenticate',
  requestPasswordReset: 'requestPasswordReset',
  changePassword: 'changePassword',
  resendVerificationEmail: 'resendVerificationEmail',
  acceptInvitation: 'acceptInvitation',
} as const;

/** Outcomes of the hook for changed passwords, which is not a field of the schema. */
const hookOutcomes = { passwordChanged: ['SignInsEnded', 'SignInsEnding'] } as const;

/** Name of an audited operation of a user on their own account. */
export type AuditedOperation = keyof typeof fieldOf | keyof typeof hookOutcomes;

/** Lists the audited operations with their outcomes. The outcomes are the types of the field's union. */
export function listOutcomes(schema: GraphQLSchema): [operation: string, outcome: string][] {
  const fields = schema.getMutationType()?.getFields() ?? {};
  const ofFields = Object.entries(fieldOf).flatMap(([operation, field]) => {
    const type = fields[field]?.type;
    const types = isUnionType(type) ? type.getTypes() : [];
    return types.map(({ name }): [string, string] => [operation, name]);
  });
  const ofHooks = Object.entries(hookOutcomes).flatMap(([operation, outcomes]) =>
    outcomes.map((outcome): [string, string] => [operation, outcome]),
  );
  return [...ofFields, ...ofHooks];
}

/** Creates the counter of audited operations, by operation and outcome. */
export function tallyOutcomes(schema: GraphQLSchema): Tally {
  return new Tally(['operation', 'outcome'], listOutcomes(schema));
}
