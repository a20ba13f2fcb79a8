import { Calls } from '../upstream/calls.ts';

/** Counts and times the calls to all services. `circuit_open` is a call that `Resilience` has refused. */
export type ServiceCalls = Calls<'circuit_open'>;

/** Makes the counter of the calls to services. */
export function serviceCalls(services: readonly string[]): ServiceCalls {
  return new Calls('service', services, ['circuit_open']);
}
