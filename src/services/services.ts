import type { ServiceClasses } from './request-services.ts';

/** The micro-services behind the gateway, one line each. The variable `SERVICE_<NAME>_URL` says where it is. */
export const services = {} satisfies ServiceClasses;

/** Those of one request, as resolvers read them: `context.services.orders`. */
export type Services = {
  readonly [Name in keyof typeof services]: InstanceType<(typeof services)[Name]>;
};
