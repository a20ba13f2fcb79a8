import type { MutationResolvers, QueryResolvers } from '../__generated__/graphql.ts';
import type { GatewayContext } from '../context.ts';
import { serviceUnavailable } from '../errors.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolver of `devices`. */
export const devicesQuery: QueryResolvers = {
  devices: async (_parent, _args, context) => {
    const devices = await context.sessions.listDevices(await context.authenticated());
    if (!devices) throw serviceUnavailable('The devices cannot be read now. Try again later.');
    return devices;
  },
};

/** Resolver of `endDevice`. */
export const deviceMutations: MutationResolvers = {
  endDevice: async (_parent, { input }, context) => {
    const caller = await context.authenticated();
    return toResult(await context.sessions.endDevice(dropNulls(input), caller));
  },
};

/** Resolver of `otherDevices`, a field of several types. */
export async function otherDevices(
  _parent: unknown,
  _args: unknown,
  context: GatewayContext,
): Promise<number | undefined> {
  const caller = await context.caller;
  return caller.state === 'authenticated' ? context.sessions.countOtherDevices(caller) : undefined;
}
