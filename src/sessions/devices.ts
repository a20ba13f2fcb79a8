import type { CommonRefusal } from '../identity/outcomes.ts';
import type { Device } from '../sign-ins/devices.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { Deadline } from '../store/store.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { findInputFault } from './input.ts';
import { logoutTimeLimit } from './logout.ts';
import type { SessionsOptions } from './options.ts';
import { refuseWithoutProof, type ReauthenticationRequired } from './recent-proof.ts';
import { tryAgain } from './unavailable.ts';

/** A device as the schema shows it. Times are in ISO 8601. */
export interface DeviceModel {
  id: string;
  createdAt: string | undefined;
  lastUsedAt: string;
  address: string | undefined;
  client: string | undefined;
  transport: Transport;
  /** Whether this device sent the request. */
  current: boolean;
}

/** Result of `endDevice`. */
export interface DeviceEnded {
  kind: 'DeviceEnded';
  /** Whether every ready replica refuses the device's tokens. */
  everywhere: boolean;
  /** The remaining devices. Undefined if the store does not answer. */
  devices: DeviceModel[] | undefined;
}

/**
 * Lists the caller's devices, most recently used first.
 *
 * @returns undefined if the store does not answer in full, because a list that lacks a device would mislead the user
 */
export async function listDevices(
  caller: AuthenticatedCaller,
  { devices, signIns }: SessionsOptions,
  deadline?: Deadline,
): Promise<DeviceModel[] | undefined> {
  const [listed, own] = await Promise.all([
    devices.list(caller.id, deadline),
    signIns.findByAccessToken(caller, deadline),
  ]);
  if (!listed.isCertain || !own.isCertain) return undefined;
  const ids = new Set(own.value.map(({ id }) => id));
  return listed.value.map((device) => toModel(device, ids.has(device.signIn.id)));
}

/** Ends one of the caller's devices. From now on the gateway refuses its access tokens and its refresh token. */
export async function endDevice(
  { id, mfaToken }: { id: string; mfaToken?: string },
  caller: AuthenticatedCaller,
  options: SessionsOptions,
): Promise<DeviceEnded | ReauthenticationRequired | CommonRefusal> {
  const { devices, signIns } = options;
  const fault = findInputFault({ id });
  if (fault) return fault;
  const deadline = performance.now() + logoutTimeLimit;
  const own = await signIns.findByAccessToken(caller, deadline);
  const proof = { user: caller.id, signIns: own, mfaToken };
  const refused = await refuseWithoutProof(proof, options);
  if (refused) return refused;
  const { value: device, isCertain } = await devices.find(caller.id, id, deadline);
  if (!device) return isCertain ? noSuchDevice : tryAgain;
  const isOwn = own.value.some((signIn) => signIn.id === device.signIn.id);
  const cause = isOwn ? 'LOGOUT' : 'LOGOUT_ELSEWHERE';
  const { everywhere } = await signIns.ends.end([device.signIn], cause, deadline);
  return {
    kind: 'DeviceEnded',
    everywhere,
    devices: await listDevices(caller, options, deadline),
  };
}

function toModel({ id, client, signIn, ...device }: Device, current: boolean): DeviceModel {
  return {
    id,
    createdAt: signIn.since > 0 ? toText(signIn.since) : undefined,
    lastUsedAt: toText(device.lastUsedAt),
    address: client.address,
    client: client.name,
    transport: device.transport,
    current,
  };
}

function toText(instant: number): string {
  return new Date(instant).toISOString();
}

const noSuchDevice = {
  kind: 'InvalidInput',
  field: 'id',
  message: 'There is no such device.',
} as const;
