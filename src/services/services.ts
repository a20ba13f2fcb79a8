import type { ServiceClasses } from './request-services.ts';

/** The micro-services behind the gateway, one line each. The variable `SERVICE_<NAME>_URL` holds the URL. */
export const services = {} satisfies ServiceClasses;

/** The data sources of one request. Resolvers read them, for example as `context.services.orders`. */
export type Services = {
  readonly [Name in keyof typeof services]: InstanceType<(typeof services)[Name]>;
};
