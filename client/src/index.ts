export type { Permission, Role } from './__generated__/schema.ts';
export type * from './answers.ts';
export { isRefusal } from './answers.ts';
export type { Devices, DevicesState } from './devices.ts';
export { createGatehouse, type Gatehouse, type GatehouseOptions } from './gatehouse.ts';
export { GatehouseError } from './gatehouse-error.ts';
export type { OwnStorage, TokenStorage } from './saved-refresh-token.ts';
export type { SecondFactor } from './second-factor.ts';
export type {
  SecondFactorCode,
  SecondFactorState,
  SecondFactorStep,
} from './second-factor-step.ts';
export type { Session, SessionStore } from './session-store.ts';
