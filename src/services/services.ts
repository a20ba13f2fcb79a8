import type { ServiceClasses } from './request-services.ts';

/** The micro-services behind the gateway, one line each. The URL of a service is in the variable `SERVICE_<NAME>_URL`. */
export const services = {} satisfies ServiceClasses;

/** The data sources of one request. Resolvers use them as `context.services.orders`, for example. */
export type Services = {
  readonly [Name in keyof typeof services]: InstanceType<(typeof services)[Name]>;
};
